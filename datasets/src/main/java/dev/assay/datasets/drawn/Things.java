package dev.assay.datasets.drawn;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Single things by name, each with three colours. */
final class Things {
    private static final double FLOOR = 396;

    private static final Map<String, BiConsumer<Pad, Tints>> BY_NAME = new TreeMap<>(Map.ofEntries(
            Map.entry("kite", ToyThings::kite),
            Map.entry("teapot", ToyThings::teapot),
            Map.entry("parrot", ToyThings::parrot),
            Map.entry("sailboat", ToyThings::sailboat),
            Map.entry("cactus", ToyThings::cactus),
            Map.entry("train", ToyThings::train),
            Map.entry("butterfly", ToyThings::butterfly),
            Map.entry("balloon", ToyThings::balloon),
            Map.entry("clock", ToyThings::clock),
            Map.entry("fish", ToyThings::fish),
            Map.entry("mug", ToyThings::mug),
            Map.entry("vase", ToyThings::vase),
            Map.entry("chair", HouseThings::chair),
            Map.entry("guitar", HouseThings::guitar),
            Map.entry("pear", HouseThings::pear),
            Map.entry("lantern", HouseThings::lantern),
            Map.entry("umbrella", HouseThings::umbrella),
            Map.entry("anchor", HouseThings::anchor),
            Map.entry("jug", HouseThings::jug),
            Map.entry("bell", HouseThings::bell),
            Map.entry("snail", HouseThings::snail),
            Map.entry("cake", HouseThings::cake),
            Map.entry("watering can", HouseThings::wateringCan),
            Map.entry("globe", HouseThings::globe),
            Map.entry("hourglass", HouseThings::hourglass),
            Map.entry("duck", HouseThings::duck),
            Map.entry("backpack", WareThings::backpack),
            Map.entry("lamp", WareThings::lamp),
            Map.entry("car", WareThings::car),
            Map.entry("owl", WareThings::owl),
            Map.entry("drum", WareThings::drum),
            Map.entry("radio", WareThings::radio),
            Map.entry("top", WareThings::top),
            Map.entry("bottle", WareThings::bottle),
            Map.entry("tin", WareThings::tin),
            Map.entry("candle", WareThings::candle),
            Map.entry("tube", WareThings::tube),
            Map.entry("box", WareThings::box),
            Map.entry("pan", WareThings::pan),
            Map.entry("shoe", WareThings::shoe)));

    private Things() {}

    /**
     * A thing in the middle. States {@code thing}, {@code main}, {@code second}, {@code third}, {@code paper}; may state
     * {@code floor}, the colour of the ground it stands on, {@code size} in percent and {@code turned: "yes"} for left
     * and right exchanged.
     */
    static Pad draw(Words words) {
        Pad pad = new Pad();
        BiConsumer<Pad, Tints> thing = BY_NAME.get(words.word("thing", BY_NAME.keySet()));
        if (words.has("floor")) {
            int floor = words.colour("floor");
            pad.plain(floor, Curves.box(0, FLOOR, Raster.SIZE, Raster.SIZE - FLOOR, 0));
            pad.plain(Colours.mix(floor, Colours.BLACK, 0.25), Curves.oval(256, 432, 180, 24, 0));
        }
        Affine frame =
                words.has("size") ? Affine.scale(words.number("size", 40, 120) / 100.0, 256, 430) : Affine.IDENTITY;
        if (words.word("turned", "no").equals("yes")) {
            frame = Affine.mirror(256).after(frame);
        }
        pad.in(frame, () -> thing.accept(pad, Tints.of(words)));
        return pad;
    }
}
