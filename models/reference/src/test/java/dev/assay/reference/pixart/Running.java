package dev.assay.reference.pixart;

import dev.assay.graph.Array;
import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.OnnxFile;
import dev.assay.graph.Port;
import dev.assay.reference.Parity;
import dev.assay.reference.group.Members.Size;
import dev.assay.reference.group.Sight;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tiny networks in ONNX Runtime with the weights of the parity files.
 *
 * @param folder for files
 * @param form of the ONNX file
 * @param number that it computes in
 */
record Running(Path folder, OnnxFile.Form form, DataType number) {
    static final Pixart TINY = new Pixart(8, 8, 4, 2, 32, 2, 4, 6, 16, 8, 1, false, true);

    /** The same that is told sizes. */
    static final Pixart SIZED = new Pixart(8, 8, 4, 2, 48, 2, 4, 6, 16, 8, 1, true, true);

    static final int OUT = 8;

    static Running single(Path folder) {
        return new Running(folder, OnnxFile.Form.CPU, DataType.FLOAT32);
    }

    /** The same of so many blocks. */
    static Pixart deep(Pixart net, int depth) {
        return like(net, net.rows(), net.columns(), depth);
    }

    private static Pixart like(Pixart net, int rows, int columns, int depth) {
        return new Pixart(
                rows,
                columns,
                net.channels(),
                net.patch(),
                net.width(),
                depth,
                net.heads(),
                net.captionTokens(),
                net.captionWidth(),
                net.trainedSide(),
                net.placeScale(),
                net.microConditions(),
                net.learnsVariance());
    }

    /** The outputs of a network; inputs that it does not take are left out. */
    Map<String, float[]> outputs(Network network, Map<String, ? extends Array> inputs) throws IOException {
        Set<String> taken = network.inputs().stream().map(Port::name).collect(Collectors.toSet());
        Map<String, Array> asked = inputs.entrySet().stream()
                .filter(e -> taken.contains(e.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return Parity.run(network, Parity.fill(network), form, number, folder, asked);
    }

    /** Images of one size by the base model, all in one array. */
    float[] images(Pixart net, List<Member> images) throws IOException {
        Size size = images.get(0).size();
        Pixart sized = like(net, size.height(), size.width(), net.depth());
        return outputs(sized, Member.images(images)).get("out");
    }

    /** Groups: the members of all, in order. */
    List<float[]> groups(Pixart net, Sight sight, List<List<Member>> groups) throws IOException {
        List<Member> first = groups.get(0);
        PixartGroup network = new PixartGroup(net, Member.members(first), sight);
        float[] out = outputs(network, Member.groups(groups)).get("out");
        List<float[]> parts = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            for (int j = 0; j < first.size(); j++) {
                parts.add(Member.part(out, first, i, j, OUT));
            }
        }
        return parts;
    }

    List<float[]> group(Pixart net, Sight sight, List<Member> group) throws IOException {
        return groups(net, sight, List.of(group));
    }
}
