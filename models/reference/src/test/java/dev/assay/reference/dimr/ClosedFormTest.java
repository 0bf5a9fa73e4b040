package dev.assay.reference.dimr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.Description;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.model.Model;
import dev.assay.reference.model.Models;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters and multiply-accumulates of every DiMR preset against sums over its layers, written out independently. */
class ClosedFormTest {
    static List<String> presets() {
        return Models.names().stream().filter(n -> n.startsWith("dimr-")).toList();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void countsAreTheSumsOverLayers(String preset) {
        Dimr net = (Dimr) Models.named(preset).network();
        long parameters = 0;
        long macs = 0;
        for (int i = 0; i < net.branches().size(); i++) {
            parameters += parameters(net, i);
            macs += macs(net, i);
        }
        Description description = ShapeBackend.describe(net);
        assertThat(Model.parameters(description)).isEqualTo(parameters);
        assertThat(description.macs()).isEqualTo(macs);
    }

    private static boolean transformer(Branch b) {
        return b.blocks() == Branch.Blocks.TRANSFORMER;
    }

    private static long half(Branch b) {
        return b.count() / 2;
    }

    private static long matrices(Dimr net) {
        return net.mlp() == Dimr.Mlp.GLU ? 3 : 2;
    }

    private static long parameters(Dimr net, int index) {
        Branch b = net.branches().get(index);
        long d = b.width();
        long h = b.hidden();
        long c = net.channels();
        long norm =
                switch (net.norm()) {
                    case TD_RMSN -> 4 * d;
                    case TD_LN -> 8 * d;
                    case RMSN -> d;
                    case ADA_RMSN -> d * d;
                };
        long mlp = norm + d * h * matrices(net) + (matrices(net) - 1) * h + d;
        long block = mlp + (transformer(b) ? norm + 4 * d * d + d : 50 * d);
        long odd = 2 * half(b) + 1;
        long embedding = d * c * b.patch() * b.patch() + d + (long) b.side() * b.side() * d;
        long skips = half(b) * (2 * d * d + d);
        long head = 8 * d + 9 * d * c + c;
        return embedding + odd * block + skips + head + (index == 0 ? d * net.classes() : upsample(net, index));
    }

    private static long upsample(Dimr net, int index) {
        long d = net.branches().get(index).width();
        long below = features(net, index);
        long mixing = net.cascade() == Dimr.Cascade.CONCAT ? 2 * d * d + d : 0;
        return 8 * below + (below + 1) * d * squaredRatio(net, index) + 8 * d + mixing;
    }

    private static long features(Dimr net, int index) {
        Branch below = net.branches().get(index - 1);
        return below.width() * (2 * half(below) + 2);
    }

    private static long squaredRatio(Dimr net, int index) {
        int ratio =
                net.branches().get(index).side() / net.branches().get(index - 1).side();
        return (long) ratio * ratio;
    }

    private static long macs(Dimr net, int index) {
        Branch b = net.branches().get(index);
        long d = b.width();
        long places = (long) b.side() * b.side();
        long tokens = transformer(b) ? places + 1 : places;
        long odd = 2 * half(b) + 1;
        long mixing = transformer(b) ? tokens * 4 * d * d + 2 * tokens * tokens * d : tokens * 49 * d;
        long mlp = tokens * d * b.hidden() * matrices(net);
        // Two normalisations of a transformer look at one token, one of a convolutional block at a row of places.
        long conditions = net.norm() == Norm.ADA_RMSN ? (transformer(b) ? 2L : b.side()) * d * d : 0;
        long skips = half(b) * tokens * 2 * d * d;
        long ends = places * d * net.channels() * (9L + (long) b.patch() * b.patch());
        return odd * (mixing + mlp + conditions) + skips + ends + (index == 0 ? 0 : upsampleMacs(net, index));
    }

    private static long upsampleMacs(Dimr net, int index) {
        Branch b = net.branches().get(index);
        long d = b.width();
        long places = (long) b.side() * b.side();
        long mixing = net.cascade() == Dimr.Cascade.CONCAT ? places * 2 * d * d : 0;
        return places / squaredRatio(net, index) * features(net, index) * d * squaredRatio(net, index) + mixing;
    }
}
