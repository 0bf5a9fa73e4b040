package dev.assay.reference.diffusion;

/** Which class each image is of. */
@FunctionalInterface
public interface LabelPolicy {
    /** The class, from 0, of an image by its number, from 0; it depends on these two numbers alone. */
    int label(long seed, long image);

    /** Classes in turn: image i is of class i mod {@code classes}, so counts differ by one at most. */
    record Balanced(int classes) implements LabelPolicy {
        public Balanced {
            check(classes);
        }

        @Override
        public int label(long seed, long image) {
            return Math.floorMod(image, classes);
        }
    }

    /**
     * Classes one after the other: of {@code images} images, image i is of class floor(i classes / images), so counts
     * differ by one at most.
     */
    record Blocks(int classes, int images) implements LabelPolicy {
        public Blocks {
            check(classes);
            if (images < 1) {
                throw new IllegalArgumentException("images must be at least 1, got " + images);
            }
        }

        @Override
        public int label(long seed, long image) {
            if (image < 0 || image >= images) {
                throw new IllegalArgumentException("images are numbered 0 to %d, got %d".formatted(images - 1, image));
            }
            return (int) (image * classes / images);
        }
    }

    /** Each image's class by chance, all equally likely. */
    record Random(int classes) implements LabelPolicy {
        public Random {
            check(classes);
        }

        @Override
        public int label(long seed, long image) {
            return new Stream(seed, image, Stream.LABEL).below(classes);
        }
    }

    /** One class for all. */
    record Fixed(int label) implements LabelPolicy {
        public Fixed {
            if (label < 0) {
                throw new IllegalArgumentException("classes are numbered from 0, got " + label);
            }
        }

        @Override
        public int label(long seed, long image) {
            return label;
        }
    }

    private static void check(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("classes must be at least 1, got " + classes);
        }
    }
}
