package dev.assay.reference.group;

import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;
import dev.assay.reference.model.DiffusionNetwork;
import java.util.List;
import java.util.Map;

/**
 * A group network for guidance that strengthens what members have in common: predictions without text are each member's
 * alone, so that guidance leads away from images that fit neither text nor group. By default members see each other in both
 * predictions, and guidance strengthens the texts alone. Which the paper does is not known.
 *
 * @param net the network
 */
public record ApartWithoutText(GroupNetwork net) implements GroupNetwork {
    @Override
    public Members members() {
        return net.members();
    }

    @Override
    public GroupNetwork with(Members members, Sight sight) {
        return new ApartWithoutText(net.with(members, sight));
    }

    @Override
    public DiffusionNetwork unconditional() {
        return net.with(net.members(), Sight.INDEPENDENT);
    }

    @Override
    public Port time() {
        return net.time();
    }

    @Override
    public boolean hasNone(String input) {
        return net.hasNone(input);
    }

    @Override
    public boolean learnsVariance() {
        return net.learnsVariance();
    }

    @Override
    public List<Port> inputs() {
        return net.inputs();
    }

    @Override
    public Tensor prediction(Map<String, Tensor> outputs) {
        return net.prediction(outputs);
    }

    @Override
    public Tensor variance(Map<String, Tensor> outputs) {
        return net.variance(outputs);
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        return net.outputs(s, inputs);
    }
}
