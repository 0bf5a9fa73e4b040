package dev.assay.metrics.group;

/**
 * The direction of a feature vector: [D] of length 1. An output that a system did not give is {@link #ABSENT}, whose
 * cosine with everything is 0, so that what is missing counts 0 in every mean of cosines.
 */
public final class Embedding {
    /** The embedding of an output that is not there. */
    public static final Embedding ABSENT = new Embedding(new double[0]);

    private final double[] direction;

    private Embedding(double[] direction) {
        this.direction = direction;
    }

    /**
     * The direction of features [D], D at least 1, finite. Features that are all 0 have none: their cosine with everything
     * is 0, themselves included.
     */
    public static Embedding of(float... features) {
        if (features.length == 0) {
            throw new IllegalArgumentException("an embedding has at least one number");
        }
        double squares = 0;
        for (float f : features) {
            squares += (double) f * f;
        }
        if (!Double.isFinite(squares)) {
            throw new IllegalArgumentException("an embedding must be finite");
        }
        double length = Math.sqrt(squares);
        double[] direction = new double[features.length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = length == 0 ? 0 : features[i] / length;
        }
        return new Embedding(direction);
    }

    /** Whether there is an output. */
    public boolean present() {
        return direction.length > 0;
    }

    /** How many numbers; 0 for an absent output. */
    public int dimension() {
        return direction.length;
    }

    /** cos(this, other), from -1 to 1; 0 where either is absent. */
    public double cosine(Embedding other) {
        return Math.max(-1, Math.min(1, dot(other)));
    }

    /** The inner product of this direction with the step between two others: how far it has come along it. */
    double along(Embedding from, Embedding to) {
        return dot(to) - dot(from);
    }

    private double dot(Embedding other) {
        if (!present() || !other.present()) {
            return 0;
        }
        if (direction.length != other.direction.length) {
            throw new IllegalArgumentException("embeddings of %d and %d numbers have no angle"
                    .formatted(direction.length, other.direction.length));
        }
        double sum = 0;
        for (int i = 0; i < direction.length; i++) {
            sum += direction[i] * other.direction[i];
        }
        return sum;
    }
}
