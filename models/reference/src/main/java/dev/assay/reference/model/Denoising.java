package dev.assay.reference.model;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;
import dev.assay.reference.diffusion.Algebra;
import dev.assay.reference.diffusion.TensorAlgebra;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A diffusion network as samplers see it, the same for all families.
 *
 * <p>Inputs {@code x} float32 [N,C,H,W]; {@code t} float32 [N], time from 0 (no noise) to 1; the network's condition, if
 * it has one: {@code y} int64 [N] or {@code context}; and if guided {@code guidance} float32 [N], the weight w of
 * unconditional + w (conditional - unconditional), and {@code no_context}, what stands for no text. Outputs, float32
 * [N,C,H,W]: the prediction under the name of its kind, {@code eps}, {@code v}, {@code x0} or {@code flow}, and
 * {@code variance} where it is learnt, from -1 to 1 between its bounds, that of the condition.
 *
 * @param net the network
 * @param settings how its predictions are meant
 * @param guided whether each evaluation is two, with and without the condition, run as one batch
 * @param guidedChannels how many of the first channels are guided; the others are those of the condition
 */
public record Denoising(DiffusionNetwork net, DiffusionSettings settings, boolean guided, int guidedChannels)
        implements Network {
    public Denoising {
        Algebra.checkChannels(guidedChannels, net.image().dim(0));
        if (guided) {
            new Conditioned(net, settings).checkGuidance();
        }
    }

    @Override
    public List<Port> inputs() {
        List<Port> inputs = new ArrayList<>();
        inputs.add(DiffusionNetwork.x(net.image()));
        inputs.add(DiffusionNetwork.each("t", DataType.FLOAT32));
        inputs.addAll(new Conditioned(net, settings).conditions(guided));
        if (guided) {
            inputs.add(DiffusionNetwork.each("guidance", DataType.FLOAT32));
        }
        return inputs;
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Conditioned conditioned = new Conditioned(net, settings);
        Tensor x = inputs.get("x");
        Tensor time = conditioned.networkTime(inputs.get("t"));
        if (!guided) {
            return conditioned.under(s, x, time, inputs);
        }
        List<Map<String, Tensor>> both = conditioned.both(s, x, time, inputs);
        Map<String, Tensor> outputs = new LinkedHashMap<>(both.get(0));
        String name = conditioned.prediction();
        Tensor conditional = both.get(0).get(name);
        Tensor unconditional = both.get(1).get(name);
        Tensor weight = inputs.get("guidance").reshape(x.shape().dim(0), 1, 1, 1);
        Tensor mixed = unconditional.add(weight.mul(conditional.sub(unconditional)));
        outputs.put(name, new TensorAlgebra().joinChannels(guidedChannels, mixed, conditional));
        return outputs;
    }
}
