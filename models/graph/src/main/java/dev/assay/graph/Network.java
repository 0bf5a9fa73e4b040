package dev.assay.graph;

import java.util.List;
import java.util.Map;

/** A network written once, for every back end. */
public interface Network {
    /** What it takes, in the order of the published forward function. */
    List<Port> inputs();

    /** Its outputs by name, in a fixed order, from the inputs by name; parameters come from the scope. */
    Map<String, Tensor> outputs(Scope scope, Map<String, Tensor> inputs);
}
