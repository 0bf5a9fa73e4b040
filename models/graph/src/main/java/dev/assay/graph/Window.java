package dev.assay.graph;

/**
 * A window that slides over an image.
 *
 * @param height rows
 * @param width columns
 * @param strideHeight rows from one place to the next
 * @param strideWidth columns from one place to the next
 * @param padding what is added round the image first
 */
public record Window(int height, int width, int strideHeight, int strideWidth, Padding padding) {
    public Window {
        if (height < 1 || width < 1 || strideHeight < 1 || strideWidth < 1) {
            throw new BrokenRule("window and stride must be positive, got %dx%d by %dx%d"
                    .formatted(height, width, strideHeight, strideWidth));
        }
    }

    /** A square window with one stride. */
    public static Window square(int size, int stride, int padding) {
        return new Window(size, size, stride, stride, Padding.of(padding));
    }

    /** The sizes after sliding over [N,C,H,W]; places that do not fit wholly are left out. */
    Shape over(Shape x) {
        int h = places(x.dim(2), padding.top() + padding.bottom(), height, strideHeight);
        int w = places(x.dim(3), padding.left() + padding.right(), width, strideWidth);
        return x.with(2, h).with(3, w);
    }

    private static int places(int size, int padding, int window, int stride) {
        BrokenRule.unless(size > 0, "height and width must be known");
        BrokenRule.unless(size + padding >= window, () -> "a window of %d does not fit %d with padding %d"
                .formatted(window, size, padding));
        return (size + padding - window) / stride + 1;
    }
}
