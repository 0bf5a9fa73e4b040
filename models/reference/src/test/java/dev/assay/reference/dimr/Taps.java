package dev.assay.reference.dimr;

import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network that gives, besides its outputs, what passes between its parts, as the parity file names it. */
record Taps(Dimr net) implements Network {
    @Override
    public List<Port> inputs() {
        return net.inputs();
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Map<String, Tensor> taps = new LinkedHashMap<>(net.outputs(s, inputs));
        Tensor x = inputs.get("x");
        Tensor logSnr = inputs.get("log_snr");
        Tensor tau = logSnr.div(4).reshape(logSnr.shape().dim(0), 1);
        List<Tensor> below = List.of();
        for (int i = 0; i < net.branches().size(); i++) {
            Stage stage = new Stage(net, i, s.at("stages." + i), tau);
            taps.put("s" + i + ".input", stage.embed(x));
            if (i > 0) {
                Tensor gathered = stage.gathered(below);
                Tensor spread = stage.spread(gathered);
                taps.put("s" + i + ".up.ln0", gathered);
                taps.put("s" + i + ".up.shuffle", spread);
                taps.put("s" + i + ".up.ln1", stage.evened(spread));
            }
            List<Tensor> states = stage.states(x, inputs.get("y"), below);
            for (int block = 1; block < states.size(); block++) {
                taps.put("s" + i + ".block" + (block - 1), states.get(block));
            }
            below = stage.features(x, inputs.get("y"), below);
        }
        return taps;
    }
}
