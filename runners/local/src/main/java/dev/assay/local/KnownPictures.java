package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.Member;
import java.util.Optional;

/** The pictures of cases that do not depend on a system: references, and true pictures of targets. */
interface KnownPictures {
    /** The picture of a reference, or the true picture of a target; empty where there is none. */
    Optional<Image> picture(GroupCase of, Member member);

    /**
     * Where a target may differ from its reference, [H*W] of the first reference, row-major; empty where all of it may or
     * where that is not known.
     *
     * @param reference the first one as it is given, in whatever size
     */
    default Optional<boolean[]> mayChange(GroupCase of, Member member, Image reference) {
        return Optional.empty();
    }

    /** These, and where they have none, others. */
    default KnownPictures or(KnownPictures others) {
        KnownPictures first = this;
        return new KnownPictures() {
            @Override
            public Optional<Image> picture(GroupCase of, Member member) {
                return first.picture(of, member).or(() -> others.picture(of, member));
            }

            @Override
            public Optional<boolean[]> mayChange(GroupCase of, Member member, Image reference) {
                return first.mayChange(of, member, reference).or(() -> others.mayChange(of, member, reference));
            }
        };
    }

    /** None at all. */
    static KnownPictures none() {
        return (of, member) -> Optional.empty();
    }
}
