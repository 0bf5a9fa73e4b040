package dev.assay.reference.group;

import dev.assay.graph.DataType;
import dev.assay.graph.Network;
import dev.assay.graph.Port;
import dev.assay.graph.Scope;
import dev.assay.graph.Shape;
import dev.assay.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The members of groups decoded one by one: {@code z} float32 [B,C,1,P] to {@code image_1}, {@code image_2} and so on, what a
 * decoder of single images makes of each. The parameters are those of one decoder.
 *
 * @param members how groups are laid out
 * @param decoders for each member's size, from {@code z} to {@code image}
 */
public record GroupDecoder(Members members, List<Network> decoders) implements Network {
    public GroupDecoder {
        decoders = List.copyOf(decoders);
        if (decoders.size() != members.count()) {
            throw new IllegalArgumentException(
                    "%d decoders for %d members".formatted(decoders.size(), members.count()));
        }
    }

    @Override
    public List<Port> inputs() {
        Shape group = members.image();
        return List.of(new Port("z", DataType.FLOAT32, Shape.of(Shape.BATCH, group.dim(0), 1, group.dim(2))));
    }

    @Override
    public Map<String, Tensor> outputs(Scope s, Map<String, Tensor> inputs) {
        Map<String, Tensor> images = new LinkedHashMap<>();
        for (int i = 0; i < members.count(); i++) {
            Tensor member = members.member(inputs.get("z"), i);
            images.put(
                    "image_" + (i + 1),
                    decoders.get(i).outputs(s, Map.of("z", member)).get("image"));
        }
        return images;
    }
}
