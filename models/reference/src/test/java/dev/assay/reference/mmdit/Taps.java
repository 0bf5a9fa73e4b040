package dev.assay.reference.mmdit;

import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network that gives, besides its output, what passes between its parts, as the parity file names it. */
record Taps(Mmdit net) implements Network {
    @Override
    public List<Port> inputs() {
        return net.inputs();
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Map<String, Tensor> taps = new LinkedHashMap<>(net.outputs(s, inputs));
        Transformer parts = Transformer.single(net);
        Tensor x = inputs.get("x");
        int n = x.shape().dim(0);
        Tensor context = inputs.get("context").reshape(n, 1, net.contextTokens(), net.contextWidth());
        Tensor c = parts.condition(
                s, inputs.get("t").reshape(n, 1), inputs.get("pooled").reshape(n, 1, net.pooledWidth()));
        JointBlock.Tokens tokens = new JointBlock.Tokens(
                parts.texts(s, context), parts.images(s, x.reshape(n, net.channels(), 1, net.rows() * net.columns())));
        taps.put("c", c.reshape(n, net.width()));
        taps.put("context_in", tokens.texts());
        taps.put("tokens_in", tokens.images());
        for (int i = 0; i + 1 < net.depth(); i++) {
            tokens = parts.block().apply(s.at("joint_blocks." + i), tokens, c.silu());
            taps.put("block" + i + ".context", tokens.texts());
            taps.put("block" + i + ".x", tokens.images());
        }
        int last = net.depth() - 1;
        Tensor images = parts.block().last(s.at("joint_blocks." + last), tokens, c.silu());
        taps.put("block" + last + ".x", images);
        taps.put("final_layer", parts.head(s.at("final_layer"), images, c.silu()));
        return taps;
    }
}
