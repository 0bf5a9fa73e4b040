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

    /** A learnt tensor. */
    public Tensor parameter(String name, Shape shape) {
        return backend.parameter(new Parameter(name(name), shape, Parameter.Role.TRAINED));
    }

    /** A stored tensor that is not learnt. */
    public Tensor buffer(String name, Shape shape) {
        return backend.parameter(new Parameter(name(name), shape, Parameter.Role.BUFFER));
    }

    /** Notes a tensor that published checkpoints hold and the network does not read. */
    public void unread(String name, Shape shape) {
        backend.parameter(new Parameter(name(name), shape, Parameter.Role.UNREAD));
    }

    private String name(String child) {
        return path.isEmpty() ? child : path + "." + child;
    }
}
