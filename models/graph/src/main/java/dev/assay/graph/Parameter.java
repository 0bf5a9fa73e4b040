package dev.assay.graph;

/**
 * A stored tensor of a network.
 *
 * @param name as in the published checkpoint, {@code Mixed_5b.branch1x1.conv.weight}
 * @param shape its sizes, all fixed
 * @param role what it is for
 * @param init what it holds before training
 * @param heads of attention whose queries, keys and values its rows make together, which its shape does not say; 0 for all
 *     other tensors
 */
public record Parameter(String name, Shape shape, Role role, Init init, int heads) {
    /** What a stored tensor is for. */
    public enum Role {
        /** Learnt, and counted as a parameter. */
        TRAINED,
        /** Counted as a parameter and stored, but known without training, such as sinusoids of positions. */
        FIXED,
        /** Stored and read but not learnt, such as running statistics. */
        BUFFER,
        /** In the published checkpoint only; the network does not read it, and files may lack it. */
        UNREAD
    }

    /** A tensor that is no joint projection of attention. */
    public Parameter(String name, Shape shape, Role role, Init init) {
        this(name, shape, role, init, 0);
    }

    /** A tensor whose values come from a checkpoint. */
    public Parameter(String name, Shape shape, Role role) {
        this(name, shape, role, Init.NONE);
    }

    public Parameter {
        if (!shape.fixed()) {
            throw new ShapeException(name, "a parameter of shape " + shape, "the sizes of a parameter are fixed");
        }
    }

    /** Whether its values are known without training or a file, so that files may lack it. */
    public boolean known() {
        boolean learnt = role == Role.TRAINED || role == Role.UNREAD;
        return !learnt && (init instanceof Init.Constant || init instanceof Init.Given);
    }
}
