package dev.assay.reference.group;

import dev.assay.graph.DataType;
import dev.assay.graph.Port;
import dev.assay.graph.Shape;
import dev.assay.reference.model.DiffusionNetwork;

/**
 * A network that denoises the members of groups together.
 *
 * <p>Inputs: {@code x} [B,C,1,P] as {@link Members} lays groups out; {@code t} [B], the time input of the base model;
 * {@code share} [B,n], what each member's time is of {@code t}: 1 for all as a rule, 0 for a member that is given without
 * noise, anything for times of its own; then texts, [B,n,...] each.
 */
public interface GroupNetwork extends DiffusionNetwork {
    /** The name of the input that {@link #share} makes. */
    String SHARE = "share";

    Members members();

    /** The same network, with the same parameters, for other members. */
    GroupNetwork with(Members members, Sight sight);

    @Override
    default Shape image() {
        return members().image();
    }

    @Override
    default Port time() {
        return DiffusionNetwork.each("t", DataType.FLOAT32);
    }

    @Override
    default int classes() {
        return 0;
    }

    /** Texts have something that stands for none; the members' times have not. */
    @Override
    default boolean hasNone(String input) {
        return !input.equals(SHARE);
    }

    /** The input [B,n]. */
    static Port share(Members members) {
        return new Port(SHARE, DataType.FLOAT32, Shape.of(Shape.BATCH, members.count()));
    }
}
