package dev.assay.reference.weights;

import dev.assay.reference.weights.Pickled.Blob;
import dev.assay.reference.weights.Pickled.Dictionary;
import dev.assay.reference.weights.Pickled.Global;
import dev.assay.reference.weights.Pickled.Nothing;
import dev.assay.reference.weights.Pickled.Real;
import dev.assay.reference.weights.Pickled.Sequence;
import dev.assay.reference.weights.Pickled.Storage;
import dev.assay.reference.weights.Pickled.StorageClass;
import dev.assay.reference.weights.Pickled.Text;
import dev.assay.reference.weights.Pickled.TorchModule;
import dev.assay.reference.weights.Pickled.View;
import dev.assay.reference.weights.Pickled.Whole;
import dev.assay.spec.AssayException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads Python pickles (protocols 2 to 5) as data. A pickle is a program for a stack machine that can call any Python
 * function; this machine has no call at all. Names of functions and classes must be on a closed list, and stand for
 * tensors, containers or things read past. Steps, text, stack and copies of containers are bounded.
 */
final class Unpickler {
    private static final int MOST_STEPS = 4_000_000;
    /** Items that may be copied from one container to another in all, since a list can be copied again and again. */
    private static final int MOST_COPIES = 4_000_000;

    /** The attributes of a module that hold tensors or modules. */
    private static final List<String> MEMBERS = List.of("_parameters", "_buffers", "_modules");

    private static final int LONGEST_LINE = 256;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final long MOST_TEXT = 64L << 20;

    private final String file;
    private final InputStream in;
    private final Optional<Blobs> blobs;
    private final List<Pickled> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, Pickled> memo = new HashMap<>();
    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private long position;
    private long text;
    private long copies;

    /** Finds the storage that bytes of the pickle hold. */
    interface Blobs {
        Storage storage(Blob blob);
    }

    /** Reads from a buffered stream; nothing past the end of the pickle is taken from it. */
    Unpickler(String file, InputStream in) {
        this.file = file;
        this.in = in;
        this.blobs = Optional.empty();
    }

    /** The same of a pickle that holds its storages itself. */
    Unpickler(String file, InputStream in, Blobs blobs) {
        this.file = file;
        this.in = in;
        this.blobs = Optional.of(blobs);
    }

    /** Reads one pickle. */
    Pickled load() throws IOException {
        for (int step = 0; step < MOST_STEPS; step++) {
            int code = in.read();
            position++;
            if (code == '.') {
                return pop();
            }
            if (code < 0) {
                throw new EOFException("the pickle is cut off");
            }
            step(code);
        }
        throw Malformed.file(file, "a pickle of more than " + MOST_STEPS + " steps");
    }

    /** The storages that the pickle named, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    private void step(int code) throws IOException {
        switch (code) {
            case 0x80 -> protocol((int) unsigned(1)); // PROTO
            case 0x95 -> take(8); // FRAME
            case '(' -> marks.add(stack.size()); // MARK
            case '0' -> pop(); // POP
            case '1' -> toMark(); // POP_MARK
            case '2' -> push(top()); // DUP
            case 'N' -> push(Nothing.NONE); // NONE
            case 0x88 -> push(new Whole(1)); // NEWTRUE
            case 0x89 -> push(new Whole(0)); // NEWFALSE
            case 'J' -> push(new Whole(take(4).getInt())); // BININT
            case 'K' -> push(new Whole(unsigned(1))); // BININT1
            case 'M' -> push(new Whole(unsigned(2))); // BININT2
            case 0x8a -> push(whole(unsigned(1))); // LONG1
            case 'G' -> push(new Real(Double.longBitsToDouble(Long.reverseBytes(take(8).getLong())))); // BINFLOAT
            case 'X' -> push(text(unsigned(4))); // BINUNICODE
            case 0x8c -> push(text(unsigned(1))); // SHORT_BINUNICODE
            case 'T' -> push(text(unsigned(4))); // BINSTRING
            case 'U' -> push(text(unsigned(1))); // SHORT_BINSTRING
            case 0x8d -> push(text(take(8).getLong())); // BINUNICODE8
            case 'B' -> push(bytes(unsigned(4))); // BINBYTES
            case 'C' -> push(bytes(unsigned(1))); // SHORT_BINBYTES
            case 0x8e, 0x96 -> push(bytes(take(8).getLong())); // BINBYTES8, BYTEARRAY8
            case ']', 0x8f -> push(Sequence.empty()); // EMPTY_LIST, EMPTY_SET
            case ')' -> push(Sequence.empty()); // EMPTY_TUPLE
            case '}' -> push(Dictionary.empty()); // EMPTY_DICT
            case 't', 'l', 0x91 -> push(new Sequence(toMark())); // TUPLE, LIST, FROZENSET
            case 0x85 -> push(new Sequence(last(1))); // TUPLE1
            case 0x86 -> push(new Sequence(last(2))); // TUPLE2
            case 0x87 -> push(new Sequence(last(3))); // TUPLE3
            case 'a' -> append(last(1)); // APPEND
            case 'e', 0x90 -> append(toMark()); // APPENDS, ADDITEMS
            case 's' -> put(last(2)); // SETITEM
            case 'u' -> put(toMark()); // SETITEMS
            case 'd' -> { // DICT
                List<Pickled> items = toMark();
                push(Dictionary.empty());
                put(items);
            }
            case 'q' -> memo.put(unsigned(1), top()); // BINPUT
            case 'r' -> memo.put(unsigned(4), top()); // LONG_BINPUT
            case 0x94 -> memo.put((long) memo.size(), top()); // MEMOIZE
            case 'h' -> push(remembered(unsigned(1))); // BINGET
            case 'j' -> push(remembered(unsigned(4))); // LONG_BINGET
            case 'c' -> push(global(line() + "." + line())); // GLOBAL
            case 0x93 -> { // STACK_GLOBAL
                List<Pickled> names = last(2);
                push(global(path(string(names.get(0)) + "." + string(names.get(1)))));
            }
            case 'R', 0x81 -> { // REDUCE, NEWOBJ
                List<Pickled> call = last(2);
                push(stands(call.get(0), items(call.get(1))));
            }
            case 'b' -> build(pop()); // BUILD
            case 'Q' -> push(storage(items(pop()))); // BINPERSID
            default -> throw Malformed.file(file, "pickle code 0x%02x".formatted(code));
        }
    }

    private void protocol(int version) {
        if (version < 2 || version > 5) {
            throw Malformed.file(file, "pickle protocol " + version);
        }
    }

    /** What a call stands for. Nothing is called. */
    private Pickled stands(Pickled function, List<Pickled> arguments) {
        if (!(function instanceof Global global)) {
            throw Malformed.file(file, "a pickle that calls something that is no function");
        }
        return switch (global.known()) {
            case ORDERED_DICT -> ordered(arguments);
            case REBUILD_TENSOR -> view(arguments);
            case REBUILD_PARAMETER -> argument(arguments, 0);
            case SIZE -> argument(arguments, 0);
            case MODULE -> TorchModule.empty();
            case PERSISTENT -> persistent(argument(arguments, 0));
            case LOAD_FROM_BYTES -> inner(argument(arguments, 0));
            case PAST -> Nothing.NONE;
        };
    }

    /** An object of which only the attributes are taken, and of these only the tensors of a module. */
    private TorchModule persistent(Pickled description) {
        if (!(description instanceof Dictionary meta)) {
            throw Malformed.file(file, "a persistent object without a description");
        }
        TorchModule module = TorchModule.empty();
        fill(module, meta.entries().getOrDefault("state", Nothing.NONE));
        return module;
    }

    private Storage inner(Pickled bytes) {
        if (bytes instanceof Blob blob && blobs.isPresent()) {
            return blobs.get().storage(blob);
        }
        throw Malformed.file(file, "a storage within another, or of no bytes");
    }

    /** The attributes of a module; those of dictionaries and of what is read past are dropped. */
    private void build(Pickled state) {
        if (top() instanceof TorchModule module) {
            fill(module, state);
        }
    }

    private void fill(TorchModule module, Pickled state) {
        if (!(state instanceof Dictionary attributes)) {
            return;
        }
        for (String kind : MEMBERS) {
            if (attributes.entries().get(kind) instanceof Dictionary members) {
                copied(members.entries().size());
                module.members().entries().putAll(members.entries());
            }
        }
    }

    private void copied(int items) {
        copies += items;
        if (copies > MOST_COPIES) {
            throw Malformed.file(file, "a pickle that copies containers too often");
        }
    }

    /** An ordered dictionary, empty or from a list of pairs. */
    private Dictionary ordered(List<Pickled> arguments) {
        Dictionary dictionary = Dictionary.empty();
        List<Pickled> pairs = arguments.isEmpty() ? arguments : items(arguments.get(0));
        copied(pairs.size());
        for (Pickled pair : pairs) {
            put(dictionary, items(pair));
        }
        return dictionary;
    }

    private View view(List<Pickled> arguments) {
        if (!(argument(arguments, 0) instanceof Storage storage)) {
            throw Malformed.file(file, "a tensor without a storage");
        }
        return new View(
                storage,
                element(argument(arguments, 1)) + storage.first(),
                numbers(argument(arguments, 2)),
                numbers(argument(arguments, 3)));
    }

    /** ('storage', class, key, device, count) and, in old files, None or (key, first, count) of a view. */
    private Storage storage(List<Pickled> id) {
        if (!(argument(id, 1) instanceof StorageClass kind)) {
            throw Malformed.file(file, "a storage of no known class");
        }
        long first = id.size() > 5 && id.get(5) instanceof Sequence view ? element(argument(view.items(), 1)) : 0;
        Storage storage = new Storage(kind.type(), string(argument(id, 2)), first, element(argument(id, 4)));
        Storage before = storages.putIfAbsent(storage.key(), storage);
        if (before != null && (before.type() != storage.type() || before.count() != storage.count())) {
            throw Malformed.file(file, "storage '" + storage.key() + "' of two kinds");
        }
        return storage;
    }

    /** The position or count of elements, at most 2^48. */
    private long element(Pickled value) {
        long element = number(value);
        if (element < 0 || element > 1L << 48) {
            throw Malformed.file(file, "a storage or tensor with element " + element);
        }
        return element;
    }

    /** A name that comes as text; longer ones than any on the list would only make a long message. */
    private String path(String name) {
        if (name.length() > 2 * LONGEST_LINE) {
            throw Malformed.file(file, "a pickle with a name of " + name.length() + " characters");
        }
        return name;
    }

    private Pickled global(String name) {
        String modern = name.replace("__builtin__.", "builtins.");
        Pickled known = Globals.LIST.get(modern);
        if (known == null) {
            throw new AssayException(
                    file,
                    "its pickle asks for " + modern,
                    "only tensors and plain containers are read; nothing in a file is executed",
                    "save the bare state_dict of the network, or convert it to safetensors");
        }
        return known;
    }

    private void append(List<Pickled> items) {
        if (top() instanceof Sequence list) {
            list.items().addAll(items);
        }
    }

    private void put(List<Pickled> pairs) {
        if (top() instanceof Dictionary dictionary) {
            put(dictionary, pairs);
        }
    }

    private void put(Dictionary dictionary, List<Pickled> pairs) {
        if (pairs.size() % 2 != 0) {
            throw Malformed.file(file, "a dictionary with a key that has no value");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i) instanceof Text key) {
                dictionary.entries().put(key.value(), pairs.get(i + 1));
            } else if (pairs.get(i) instanceof Whole key) {
                dictionary.entries().put(Long.toString(key.value()), pairs.get(i + 1));
            }
        }
    }

    private void push(Pickled value) {
        stack.add(value);
    }

    private Pickled pop() {
        return last(1).get(0);
    }

    private Pickled top() {
        if (stack.size() <= bottom()) {
            throw Malformed.file(file, "a pickle that takes from an empty stack");
        }
        return stack.get(stack.size() - 1);
    }

    private int bottom() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    /** Takes the last {@code count} values off the stack. */
    private List<Pickled> last(int count) {
        int from = stack.size() - count;
        if (from < bottom()) {
            throw Malformed.file(file, "a pickle that takes from an empty stack");
        }
        List<Pickled> top = stack.subList(from, stack.size());
        List<Pickled> values = new ArrayList<>(top);
        top.clear();
        return values;
    }

    private List<Pickled> toMark() {
        if (marks.isEmpty()) {
            throw Malformed.file(file, "a pickle that takes from an empty stack");
        }
        List<Pickled> values = last(stack.size() - bottom());
        marks.remove(marks.size() - 1);
        return values;
    }

    private Pickled remembered(long index) {
        Pickled value = memo.get(index);
        if (value == null) {
            throw Malformed.file(file, "a pickle that recalls what it never stored");
        }
        return value;
    }

    private Pickled argument(List<Pickled> arguments, int index) {
        if (index >= arguments.size()) {
            throw Malformed.file(file, "a pickle with a call that lacks arguments");
        }
        return arguments.get(index);
    }

    private List<Pickled> items(Pickled value) {
        if (value instanceof Sequence sequence) {
            return sequence.items();
        }
        throw Malformed.file(file, "a pickle with arguments that are no tuple");
    }

    private List<Long> numbers(Pickled value) {
        List<Pickled> items = items(value);
        if (items.size() > StoredTensor.MOST_AXES) {
            throw Malformed.file(file, "a tensor of " + items.size() + " axes");
        }
        List<Long> numbers = new ArrayList<>();
        for (Pickled item : items) {
            numbers.add(number(item));
        }
        return numbers;
    }

    private long number(Pickled value) {
        if (value instanceof Whole whole) {
            return whole.value();
        }
        throw Malformed.file(file, "a pickle with something else where a number belongs");
    }

    private String string(Pickled value) {
        if (value instanceof Text string) {
            return string.value();
        }
        throw Malformed.file(file, "a pickle with something else where a name belongs");
    }

    private ByteBuffer take(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        position += length;
        if (bytes.length < length) {
            throw new EOFException("the pickle is cut off");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** An unsigned number of 1, 2 or 4 bytes. */
    private long unsigned(int length) throws IOException {
        ByteBuffer bytes = take(length);
        return switch (length) {
            case 1 -> bytes.get() & 0xFF;
            case 2 -> bytes.getShort() & 0xFFFF;
            default -> Integer.toUnsignedLong(bytes.getInt());
        };
    }

    /** A signed number of up to 255 bytes, of which the low 64 bits are kept. */
    private Whole whole(long length) throws IOException {
        ByteBuffer bytes = take((int) length);
        long value = length > 0 && bytes.get((int) length - 1) < 0 ? -1 : 0;
        for (int i = (int) Math.min(length, 8) - 1; i >= 0; i--) {
            value = value << 8 | (bytes.get(i) & 0xFF);
        }
        return new Whole(value);
    }

    private Text text(long length) throws IOException {
        if (length < 0 || length > LONGEST_TEXT || text + length > MOST_TEXT) {
            throw Malformed.file(file, "a pickle with a text of " + Long.toUnsignedString(length) + " bytes");
        }
        text += length;
        return new Text(new String(take((int) length).array(), StandardCharsets.UTF_8));
    }

    /** Bytes; they are passed over where they may be storages. */
    private Pickled bytes(long length) throws IOException {
        if (blobs.isEmpty() || length < 0) {
            return text(length);
        }
        Blob blob = new Blob(position, length);
        in.skipNBytes(length);
        position += length;
        return blob;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() >= LONGEST_LINE) {
                throw Malformed.file(file, "a pickle with a name that does not end");
            }
            line.append((char) c);
        }
        position += line.length() + 1;
        return line.toString();
    }
}
