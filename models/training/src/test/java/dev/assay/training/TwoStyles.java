package dev.assay.training;

import dev.assay.graph.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** Things of 8 x 8 pixels: a bright square whose row says which of three kin, its column the class; the second style is darker. */
record TwoStyles(int count) implements TrainingPairs {
    private static final List<String> DETAILS = List.of("", "light tone", "dark tone");

    @Override
    public String name() {
        return "squares";
    }

    @Override
    public List<String> styles() {
        return List.of("bright style", "dim style");
    }

    @Override
    public Shape image() {
        return Shape.of(3, 8, 8);
    }

    @Override
    public int classes() {
        return 6;
    }

    @Override
    public int label(int thing) {
        return thing / 3 % 6;
    }

    @Override
    public void read(int thing, int style, float[] into, int from) {
        for (int i = 0; i < 192; i++) {
            boolean inside = i % 64 / 8 / 2 == thing % 3 && i % 8 == label(thing);
            into[from + i] = inside ? style == 0 ? 0.9f : 0.3f : -0.5f;
        }
    }

    @Override
    public List<String> names(int thing) {
        return List.of("square " + thing / 3, "box");
    }

    @Override
    public String kind(int thing) {
        return "shape";
    }

    @Override
    public String detail(int thing) {
        return DETAILS.get(thing % 3);
    }

    @Override
    public List<Integer> kin(int thing) {
        return IntStream.range(thing / 3 * 3, Math.min(count, thing / 3 * 3 + 3))
                .filter(k -> k != thing)
                .boxed()
                .toList();
    }
}
