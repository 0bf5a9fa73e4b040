package dev.assay.reports;

import dev.assay.spec.groups.result.Delta;
import dev.assay.spec.groups.result.GroupResult;
import dev.assay.spec.groups.result.Level;
import dev.assay.spec.groups.result.Mean;
import dev.assay.spec.groups.result.ScoreKind;
import dev.assay.spec.groups.result.SystemScores;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the means of a group benchmark are found, and how they are written. */
final class GroupMeans {
    private GroupMeans() {}

    /** The scores that any system has. */
    static List<ScoreKind> kinds(GroupResult result) {
        return result.scores().stream()
                .filter(kind -> result.systems().stream().anyMatch(s -> find(s, kind.id(), Level.OVERALL, Mean.OVERALL)
                        .isPresent()))
                .toList();
    }

    static Optional<Mean> find(SystemScores system, String score, Level level, String name) {
        return system.means().stream()
                .filter(m -> m.score().equals(score)
                        && m.level() == level
                        && m.name().equals(name))
                .findFirst();
    }

    /** Names at a level, in the order of the cases. */
    static List<String> names(SystemScores system, Level level) {
        return system.cases().stream()
                .map(c -> level == Level.TASK ? c.task() : c.category())
                .distinct()
                .toList();
    }

    /** The differences over everything, or over each category. */
    static List<Delta> deltas(GroupResult result, Level level) {
        return result.deltas().stream()
                .filter(d -> d.difference().level() == level)
                .toList();
    }

    /** Three decimals; two for decibels, which have no unit interval. */
    static String number(String score, double value) {
        return String.format(Locale.ROOT, score.equals("psnr") ? "%.2f" : "%.3f", value);
    }

    static String interval(String score, Mean mean) {
        return "[%s, %s]".formatted(number(score, mean.low()), number(score, mean.high()));
    }

    static String signed(String score, double value) {
        return (value > 0 ? "+" : "") + number(score, value);
    }

    /** The name without its network, for narrow tables; judges stay. */
    static String brief(String score) {
        int bracket = score.indexOf('[');
        return bracket < 0 || score.startsWith("checklist") ? score : score.substring(0, bracket);
    }
}
