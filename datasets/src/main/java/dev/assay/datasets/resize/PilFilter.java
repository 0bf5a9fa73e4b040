package dev.assay.datasets.resize;

import java.util.Locale;

/** Pillow's resampling filters ({@code src/libImaging/Resample.c}). */
public enum PilFilter {
    BOX(0.5) {
        @Override
        double at(double x) {
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        }
    },
    BILINEAR(1) {
        @Override
        double at(double x) {
            return Math.max(0, 1 - Math.abs(x));
        }
    },
    /** Keys' cubic convolution with a = -0.5. */
    BICUBIC(2) {
        @Override
        double at(double signed) {
            double x = Math.abs(signed);
            double a = -0.5;
            if (x < 1) {
                return ((a + 2) * x - (a + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
        }
    },
    /** Sinc windowed by a sinc of three times the width. */
    LANCZOS(3) {
        @Override
        double at(double x) {
            return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
        }
    };

    private final double support;

    PilFilter(double support) {
        this.support = support;
    }

    /** How far the filter reaches on each side, in source samples at scale 1. */
    double support() {
        return support;
    }

    /** The filter at {@code x}; not normalised. */
    abstract double at(double x);

    String lowerName() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static double sinc(double x) {
        double angle = x * Math.PI;
        return x == 0 ? 1 : StrictMath.sin(angle) / angle;
    }
}
