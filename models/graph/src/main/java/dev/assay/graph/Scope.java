package dev.assay.graph;

/**
 * Where the parameters of a layer live: {@code Mixed_5b.branch1x1.conv}. The same names in every back end and in the
 * published checkpoint.
 *
 * @param backend what makes the parameters
 * @param path the names from the root, joined by dots; empty at the root
 */
public record Scope(Backend backend, String path) {
    /** The root of a network. */
    public static Scope root(Backend backend) {
        return new Scope(backend, "");
    }

    public Scope at(String child) {
        return new Scope(backend, name(child));
    }

    /** A number input or a buffer in the type that the network computes in. */
    public Tensor number(Tensor x) {
        return x.cast(backend.number());
    }

    /** Values that are part of the network's definition, in the type that it computes in. */
    public Tensor constant(double[] values, Shape shape) {
        return backend.constant(values, shape, backend.number());
    }

    /** A learnt tensor of a network that is not trained here: its values come from a checkpoint. */
    public Tensor parameter(String name, Shape shape) {
        return parameter(name, shape, Init.NONE);
    }

    /** A learnt tensor. */
    public Tensor parameter(String name, Shape shape, Init init) {
        return backend.parameter(new Parameter(name(name), shape, Parameter.Role.TRAINED, init));
    }

    /** A learnt joint projection of attention, or its bias: its rows make queries, keys and values of so many heads. */
    public Tensor projection(String name, Shape shape, Init init, int heads) {
        return backend.parameter(new Parameter(name(name), shape, Parameter.Role.TRAINED, init, heads));
    }

    /** A tensor that is stored and counted with the parameters but not learnt; checkpoints may lack it. */
    public Tensor fixed(String name, Shape shape, Init values) {
        return backend.parameter(new Parameter(name(name), shape, Parameter.Role.FIXED, values));
    }

    /** A stored tensor that is not learnt; float32 or wider whatever the network computes in, see {@link #number}. */
    public Tensor buffer(String name, Shape shape) {
        return backend.parameter(new Parameter(name(name), shape, Parameter.Role.BUFFER));
    }

    /** The same of known values, which checkpoints may lack. */
    public Tensor buffer(String name, Shape shape, Init values) {
        return backend.parameter(new Parameter(name(name), shape, Parameter.Role.BUFFER, values));
    }

    /** Notes a tensor that published checkpoints hold and the network does not read. */
    public void unread(String name, Shape shape) {
        backend.parameter(new Parameter(name(name), shape, Parameter.Role.UNREAD));
    }

    private String name(String child) {
        return path.isEmpty() ? child : path + "." + child;
    }
}
