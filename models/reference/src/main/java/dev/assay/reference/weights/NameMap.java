package dev.assay.reference.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a layout of checkpoints names the tensors of a network.
 *
 * @param name what the layout is called
 * @param rules applied in order to the network's name, each to what the one before gave
 * @param ignored whole names of the file that are no weights of the network
 * @param unitAxes whether the file may have axes of size one at the end where the network has none, and the reverse
 * @param changes what becomes of values besides; the first that fits a name counts
 */
public record NameMap(String name, List<Rule> rules, List<Pattern> ignored, boolean unitAxes, List<Changed> changes) {
    public NameMap {
        rules = List.copyOf(rules);
        ignored = List.copyOf(ignored);
        changes = List.copyOf(changes);
    }

    NameMap(String name, List<Rule> rules, List<Pattern> ignored, boolean unitAxes) {
        this(name, rules, ignored, unitAxes, List.of());
    }

    /**
     * Which tensors of the network are stored otherwise.
     *
     * @param found in the network's name
     * @param change from the file's values to the network's
     */
    public record Changed(Pattern found, Change change) {}

    /**
     * A change of names.
     *
     * @param found what is replaced in the network's name
     * @param sources what it becomes, with {@code $1} for the first group; several where the file splits a tensor
     */
    public record Rule(Pattern found, List<String> sources) {
        public Rule {
            sources = List.copyOf(sources);
        }

        static Rule of(String found, String... sources) {
            return new Rule(Pattern.compile(found), List.of(sources));
        }

        private List<String> apply(String name) {
            return found.matcher(name).find()
                    ? sources.stream()
                            .map(s -> found.matcher(name).replaceFirst(s))
                            .toList()
                    : List.of(name);
        }
    }

    /** The names in the file of what makes up a tensor of the network, in the order in which they are joined. */
    public List<String> sources(String networkName) {
        List<String> names = List.of(networkName);
        for (Rule rule : rules) {
            List<String> changed = new ArrayList<>();
            names.forEach(n -> changed.addAll(rule.apply(n)));
            names = changed;
        }
        return names;
    }

    /** What becomes of the values of a tensor of the network. */
    Change change(String networkName) {
        return changes.stream()
                .filter(c -> c.found().matcher(networkName).find())
                .findFirst()
                .map(Changed::change)
                .orElse(Change.NONE);
    }

    /** Whether a name of the file is known not to be a weight of the network. */
    public boolean ignores(String fileName) {
        return ignored.stream().anyMatch(p -> p.matcher(fileName).matches());
    }
}
