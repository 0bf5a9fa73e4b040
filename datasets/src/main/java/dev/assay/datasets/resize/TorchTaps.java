package dev.assay.datasets.resize;

/**
 * PyTorch's weights along one axis ({@code aten/src/ATen/native/cpu/UpSampleKernel.cpp}), in float32 as it computes
 * them: target sample i is the sum over j below {@code count[i]} of source sample {@code index[i * stride + j]} times
 * {@code weights[i * stride + j]}.
 *
 * @param stride room for one target sample
 * @param count source samples of each target sample
 * @param index source samples; those past the border repeat the last
 * @param weights their weights
 */
record TorchTaps(int stride, int[] count, int[] index, float[] weights) {
    /** Which interpolation. */
    enum Kind {
        BILINEAR,
        BICUBIC,
        ANTIALIAS_BILINEAR,
        ANTIALIAS_BICUBIC;

        TorchTaps make(int in, int out) {
            return switch (this) {
                case BILINEAR -> bilinear(in, out);
                case BICUBIC -> bicubic(in, out);
                case ANTIALIAS_BILINEAR -> antialiased(in, out, 1);
                case ANTIALIAS_BICUBIC -> antialiased(in, out, 2);
            };
        }
    }

    private static TorchTaps of(int stride, int out) {
        int size = Math.multiplyExact(stride, out);
        return new TorchTaps(stride, new int[out], new int[size], new float[size]);
    }

    /**
     * Half-pixel centres: (i + 1/2) * in / out - 1/2. The scale is float32; the position is not rounded to float32 before
     * its whole part is taken away, as in builds with fused multiply-add.
     */
    private static double source(int i, float scale) {
        return (double) scale * (i + 0.5) - 0.5;
    }

    /** The upper neighbour comes first: the order of summation that gives the peer's bits. */
    private static TorchTaps bilinear(int in, int out) {
        TorchTaps taps = of(2, out);
        float scale = (float) in / out;
        for (int i = 0; i < out; i++) {
            double source = Math.max(0, source(i, scale));
            int lower = Math.min((int) source, in - 1);
            float fraction = (float) (source - lower);
            taps.count[i] = 2;
            taps.index[2 * i] = Math.min(lower + 1, in - 1);
            taps.index[2 * i + 1] = lower;
            taps.weights[2 * i] = fraction;
            taps.weights[2 * i + 1] = 1 - fraction;
        }
        return taps;
    }

    /** Keys' cubic convolution with a = -0.75, which sums to 1 without normalisation. */
    private static TorchTaps bicubic(int in, int out) {
        TorchTaps taps = of(4, out);
        float scale = (float) in / out;
        float a = -0.75f;
        for (int i = 0; i < out; i++) {
            double source = source(i, scale);
            int lower = (int) Math.floor(source);
            float fraction = (float) (source - lower);
            taps.count[i] = 4;
            for (int j = 0; j < 4; j++) {
                taps.index[4 * i + j] = Math.max(0, Math.min(lower - 1 + j, in - 1));
            }
            taps.weights[4 * i] = outer(fraction + 1, a);
            taps.weights[4 * i + 1] = inner(fraction, a);
            taps.weights[4 * i + 2] = inner(1 - fraction, a);
            taps.weights[4 * i + 3] = outer(1 - fraction + 1, a);
        }
        return taps;
    }

    /** Between one sample and the next: Keys (1981), eq. 15, for |x| below 1. */
    private static float inner(float x, float a) {
        return Math.fma(Math.fma(a + 2, x, -(a + 3)) * x, x, 1f);
    }

    /** The same for |x| from 1 to 2. */
    private static float outer(float x, float a) {
        return Math.fma(Math.fma(Math.fma(a, x, -5 * a), x, 8 * a), x, -4 * a);
    }

    /** The filter widened by the scale where the picture shrinks, as in Pillow but in float32; {@code reach} at scale 1. */
    private static TorchTaps antialiased(int in, int out, int reach) {
        float scale = (float) in / out;
        float support = scale >= 1 ? reach * scale : reach;
        float inverse = scale >= 1 ? 1 / scale : 1;
        TorchTaps taps = of((int) Math.ceil(support) * 2 + 1, out);
        for (int i = 0; i < out; i++) {
            float center = (float) (scale * (i + 0.5));
            int first = Math.max(0, (int) (center - support + 0.5));
            int count = Math.min(in, (int) (center + support + 0.5)) - first;
            int base = i * taps.stride;
            taps.count[i] = count;
            float sum = 0;
            for (int j = 0; j < count; j++) {
                float x = Math.abs((float) (((float) (first + j) - center + 0.5) * inverse));
                float weight = reach == 1 ? Math.max(0, 1 - x) : cubic(x);
                taps.index[base + j] = first + j;
                taps.weights[base + j] = weight;
                sum += weight;
            }
            for (int j = 0; j < count && sum != 0; j++) {
                taps.weights[base + j] /= sum;
            }
        }
        return taps;
    }

    /** Keys' cubic convolution with a = -0.5. */
    private static float cubic(float x) {
        if (x < 1) {
            return (float) ((1.5 * x - 2.5) * x * x + 1);
        }
        return x < 2 ? Math.fma(Math.fma(x - 5, x, 8f), x, -4f) * -0.5f : 0;
    }
}
