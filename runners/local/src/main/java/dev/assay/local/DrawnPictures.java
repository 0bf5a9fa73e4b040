package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.datasets.drawn.Drawings;
import dev.assay.spec.groups.CodeCheck;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.Member;
import java.util.Optional;

/** The pictures that cases describe as drawings. */
final class DrawnPictures implements KnownPictures {
    /** Pixels round a difference of two drawings that may change, too: outlines are soft, and no two models agree on one. */
    private static final int MARGIN = 8;

    @Override
    public Optional<Image> picture(GroupCase of, Member member) {
        return member.drawing().drawn() ? Optional.of(Drawings.draw(member.drawing())) : Optional.empty();
    }

    /** Where the true picture differs from the first reference, and a margin, in cases that ask about the rest. */
    @Override
    public Optional<boolean[]> mayChange(GroupCase of, Member member) {
        boolean asked = of.checklist().stream()
                .anyMatch(question -> question.byCode() && question.check() == CodeCheck.OUTSIDE_MASK);
        if (!asked || !member.hasTruth() || of.references().isEmpty()) {
            return Optional.empty();
        }
        Optional<Image> before = picture(of, of.references().get(0));
        Optional<Image> after = picture(of, member);
        return before.flatMap(b -> after.map(a -> differences(b, Fitted.to(a, b))));
    }

    private static boolean[] differences(Image before, Image after) {
        int height = before.height();
        int width = before.width();
        boolean[] differs = new boolean[height * width];
        for (int i = 0; i < before.rgb().length; i++) {
            differs[i / 3] |= before.rgb()[i] != after.rgb()[i];
        }
        // A square grows by rows, then by columns.
        return grown(grown(differs, height, width, 1, width), width, height, width, 1);
    }

    /** Each line with its marks spread {@link #MARGIN} places to both sides. */
    private static boolean[] grown(boolean[] marks, int lines, int places, int step, int stride) {
        boolean[] grown = new boolean[marks.length];
        for (int line = 0; line < lines; line++) {
            for (int place = 0; place < places; place++) {
                if (marks[line * stride + place * step]) {
                    int last = Math.min(places - 1, place + MARGIN);
                    for (int near = Math.max(0, place - MARGIN); near <= last; near++) {
                        grown[line * stride + near * step] = true;
                    }
                }
            }
        }
        return grown;
    }
}
