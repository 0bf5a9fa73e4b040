package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.datasets.drawn.Drawings;
import dev.assay.datasets.drawn.GroupPictures;
import dev.assay.spec.groups.CodeCheck;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.Member;
import java.util.Optional;

/** The pictures that cases describe as drawings. */
final class DrawnPictures implements KnownPictures {
    @Override
    public Optional<Image> picture(GroupCase of, Member member) {
        return member.drawing().drawn() ? Optional.of(Drawings.draw(member.drawing())) : Optional.empty();
    }

    /** Where the true picture differs from the first reference, and a margin, in cases that ask about the rest. */
    @Override
    public Optional<boolean[]> mayChange(GroupCase of, Member member, Image reference) {
        boolean asked = of.checklist().stream()
                .anyMatch(question -> question.byCode() && question.check() == CodeCheck.OUTSIDE_MASK);
        if (!asked || !member.hasTruth() || of.references().isEmpty()) {
            return Optional.empty();
        }
        Optional<Image> before = picture(of, of.references().get(0));
        Optional<Image> after = picture(of, member);
        return before.flatMap(b -> after.map(a -> white(Fitted.to(GroupPictures.mask(b, Fitted.to(a, b)), reference))));
    }

    private static boolean[] white(Image mask) {
        boolean[] white = new boolean[mask.height() * mask.width()];
        for (int i = 0; i < white.length; i++) {
            white[i] = mask.rgb()[3 * i] != 0;
        }
        return white;
    }
}
