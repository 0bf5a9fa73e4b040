package dev.assay.reference.weights;

import dev.assay.graph.Parameter;
import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The weights in a checkpoint of training, or in another program's layout, under the names of a network. The state of the
 * optimiser and everything else outside the chosen part is left out; what the part has beyond the network stays, under
 * its own name, so that matching reports it. Values are read, joined and reshaped one tensor at a time.
 */
public final class CheckpointView implements Checkpoint {
    private final Checkpoint checkpoint;
    private final String part;
    private final Map<String, Mapped> mapped = new LinkedHashMap<>();
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private CheckpointView(Checkpoint checkpoint, String part) {
        this.checkpoint = checkpoint;
        this.part = part;
    }

    /** Opens a file and finds a network in it, as {@link #of}. */
    public static CheckpointView open(
            Path file, List<Parameter> parameters, Set<String> optional, Optional<String> part) {
        Checkpoint checkpoint = Checkpoint.open(file);
        try {
            return of(checkpoint, parameters, optional, part);
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    /**
     * Finds a network in a file: in whichever dictionary and under whichever known layout all its names are. Where they
     * are both as averaged weights ({@code ema}) and as others, the averaged are taken; other choices must be named.
     *
     * @param checkpoint closed with the view
     * @param parameters of the network; those that are not read need not be there
     * @param optional names that need not be there either
     * @param part the dictionary to take, {@code ema}, or {@code .} for the whole file
     */
    public static CheckpointView of(
            Checkpoint checkpoint, List<Parameter> parameters, Set<String> optional, Optional<String> part) {
        return of(checkpoint, parameters, optional, part, Optional.empty());
    }

    /**
     * As {@link #of(Checkpoint, List, Set, Optional)} under one layout alone: a file of guided-diffusion for a network of
     * EDM does not tell the order of its attention's rows, which must be named.
     *
     * @param layout its name, as notes and errors give it; any without one
     */
    public static CheckpointView of(
            Checkpoint checkpoint,
            List<Parameter> parameters,
            Set<String> optional,
            Optional<String> part,
            Optional<String> layout) {
        Map<String, String> names = plainNames(checkpoint);
        Set<String> needed = parameters.stream()
                .filter(p -> p.role() != Parameter.Role.UNREAD && !p.known())
                .map(Parameter::name)
                .filter(n -> !optional.contains(n))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> network = parameters.stream().map(Parameter::name).collect(Collectors.toSet());
        List<NameMap> maps = named(Layouts.of(network, names.keySet()), layout);
        String root = Reading.root(checkpoint.file(), names.keySet(), part);
        List<Reading> readings = new ArrayList<>(Reading.all(names.keySet(), maps, needed));
        readings.removeIf(r -> part.isPresent() && !Parts.within(r.prefix(), part.get()));
        Reading reading = Reading.choose(checkpoint.file(), readings, root, maps.get(0));
        CheckpointView view = new CheckpointView(checkpoint, reading.prefix());
        view.noteReading(reading, readings);
        view.fill(reading, names, parameters);
        return view;
    }

    private static List<NameMap> named(List<NameMap> maps, Optional<String> layout) {
        List<NameMap> named = maps.stream()
                .filter(m -> layout.isEmpty() || layout.get().equals(m.name()))
                .toList();
        if (named.isEmpty()) {
            throw Names.unknown(
                    "layout", layout.get(), maps.stream().map(NameMap::name).toList());
        }
        return named;
    }

    /**
     * The weights in a file of any network, by the usual names of dictionaries alone: {@code ema} rather than
     * {@code model}, without {@code module} and {@code state_dict} around them and without the state of training.
     *
     * @param checkpoint closed with the view
     * @param part the dictionary to take, or {@code .} for the whole file
     */
    public static CheckpointView plain(Checkpoint checkpoint, Optional<String> part) {
        Map<String, String> names = plainNames(checkpoint);
        String prefix = Reading.root(checkpoint.file(), names.keySet(), part);
        List<String> notes = new ArrayList<>();
        boolean whole = part.filter(Parts.TOP::equals).isPresent();
        for (Optional<String> next = Optional.of(prefix); next.isPresent() && !whole; ) {
            prefix = next.get();
            next = inner(checkpoint.file(), prefix, names.keySet(), notes);
        }
        CheckpointView view = new CheckpointView(checkpoint, prefix);
        view.notes.addAll(notes);
        view.fill(
                new Reading(prefix, new NameMap("stored names", List.of(), List.of(), false), 0, true),
                names,
                List.of());
        return view;
    }

    /** The dictionary of weights within a dictionary, if that is a wrapper around it and the state of training. */
    private static Optional<String> inner(String file, String prefix, Set<String> names, List<String> notes) {
        Set<String> dictionaries = new LinkedHashSet<>();
        for (String name : under(prefix, names)) {
            String first = Parts.first(name);
            if (!Parts.training(first)) {
                if (first.length() == name.length() || !Parts.weights(first)) {
                    return Optional.empty();
                }
                dictionaries.add(first);
            }
        }
        List<String> averaged = dictionaries.stream().filter(Parts::averaged).toList();
        List<String> choices = averaged.isEmpty() ? List.copyOf(dictionaries) : averaged;
        if (choices.size() > 1) {
            throw Reading.ambiguous(
                    file,
                    choices.stream().map(c -> Parts.join(prefix, c)).sorted().toList());
        }
        dictionaries.stream()
                .filter(d -> !choices.contains(d))
                .map(d -> "'" + Parts.join(prefix, d) + "' has weights too")
                .forEach(notes::add);
        return choices.stream().map(c -> Parts.join(prefix, c)).findFirst();
    }

    /** The file's names by themselves without wrappers. */
    private static Map<String, String> plainNames(Checkpoint checkpoint) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : checkpoint.tensors().keySet()) {
            if (names.put(Parts.plain(name), name) != null) {
                throw Malformed.file(checkpoint.file(), "two tensors named '" + Parts.plain(name) + "'");
            }
        }
        return names;
    }

    /** The names under a path, without the path. */
    private static List<String> under(String prefix, Set<String> names) {
        String start = prefix.isEmpty() ? "" : prefix + ".";
        return names.stream()
                .filter(n -> n.startsWith(start))
                .map(n -> n.substring(start.length()))
                .toList();
    }

    private void noteReading(Reading reading, List<Reading> readings) {
        notes.add("read as " + reading.map().name());
        readings.stream()
                .filter(r -> r.whole() && !r.equals(reading))
                .map(r -> "'" + Parts.shown(r.prefix()) + "' has the weights too")
                .sorted()
                .forEach(notes::add);
        readings.stream()
                .filter(r -> reading.whole() && !r.whole() && Parts.averaged(r.prefix()))
                .filter(r -> r.found() > reading.found() / 2)
                .map(r -> "'%s' has only %d of the %d tensors".formatted(r.prefix(), r.found(), reading.found()))
                .sorted()
                .forEach(notes::add);
    }

    private void fill(Reading reading, Map<String, String> names, List<Parameter> parameters) {
        Set<String> there = new LinkedHashSet<>(under(part, names.keySet()));
        Set<String> used = new HashSet<>();
        for (Parameter p : parameters) {
            List<String> from = reading.map().sources(p.name());
            if (there.containsAll(from)) {
                Change change = reading.map().change(p.name());
                checkHeads(reading.map(), p, change);
                List<String> stored =
                        from.stream().map(n -> names.get(Parts.join(part, n))).toList();
                Mapped.of(checkpoint, stored, p.shape(), reading.map().unitAxes(), change)
                        .ifPresent(m -> {
                            used.addAll(from);
                            put(p.name(), m);
                        });
            }
        }
        there.removeAll(used);
        Set<String> words = parameters.stream().map(p -> Parts.first(p.name())).collect(Collectors.toSet());
        Map<String, Integer> ignored = new TreeMap<>();
        for (String name : there) {
            String stored = names.get(Parts.join(part, name));
            boolean training = Parts.training(Parts.first(name)) && !words.contains(Parts.first(name));
            if (training || reading.map().ignores(name)) {
                ignored.merge(Parts.join(part, Parts.first(name)), 1, Integer::sum);
            } else {
                put(mapped.containsKey(name) ? name + " (as stored)" : name, Mapped.asIs(checkpoint, stored));
            }
        }
        noteIgnored(names.keySet(), ignored);
    }

    /** Rows ordered by other heads than the network's would load and give wrong images. */
    private void checkHeads(NameMap map, Parameter p, Change change) {
        if (!(change instanceof Change.Reordered reordered) || p.heads() == 0) {
            return;
        }
        int heads = reordered.heads(p.shape().dim(0));
        if (heads != p.heads()) {
            throw new AssayException(
                    checkpoint.file(),
                    "its layout '%s' has %d heads in %s, the network %d"
                            .formatted(map.name(), heads, p.name(), p.heads()),
                    "a network of that layout has one head for each %d channels".formatted(reordered.headChannels()),
                    "choose a model with these heads (num_heads: 0, num_head_channels: %d)"
                            .formatted(reordered.headChannels()));
        }
    }

    private void noteIgnored(Set<String> names, Map<String, Integer> ignored) {
        if (!part.isEmpty()) {
            notes.add("taken from '" + part + "'");
            names.stream()
                    .filter(n -> !n.startsWith(part + "."))
                    .forEach(n -> ignored.merge(Parts.first(n), 1, Integer::sum));
        }
        if (!ignored.isEmpty()) {
            notes.add("left out: "
                    + ignored.entrySet().stream()
                            .map(e -> "%s (%d tensors)".formatted(e.getKey(), e.getValue()))
                            .collect(Collectors.joining(", ")));
        }
    }

    private void put(String name, Mapped tensor) {
        mapped.put(name, tensor);
        tensors.put(name, tensor.tensor());
    }

    /** Which dictionary of the file this is, and what was left out, for people. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** The path of the dictionary in the file; empty for the whole file. */
    public String part() {
        return part;
    }

    /** Where a tensor comes from. */
    public Source source(String name) {
        return mapped.get(name).source();
    }

    @Override
    public String file() {
        return checkpoint.file();
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    @Override
    public float[] floats(String name) {
        return mapped.get(name).floats(checkpoint, name);
    }

    @Override
    public Map<String, String> metadata() {
        return checkpoint.metadata();
    }

    @Override
    public void close() {
        checkpoint.close();
    }
}
