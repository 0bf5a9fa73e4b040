package dev.assay.reference.weights;

import dev.assay.graph.DataType;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an array says before its numbers (NumPy enhancement proposal 1, format versions 1 to 3): a magic word, the version,
 * and a Python dictionary such as {@code {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }}, which is read
 * as text and never as Python.
 *
 * @param descr NumPy's code of the element type with its byte order, {@code <f4}
 * @param fortran whether the first index runs fastest
 * @param sizes lengths of the axes, outermost first
 * @param length bytes before the numbers
 */
record NpyHeader(String descr, boolean fortran, List<Long> sizes, int length) {
    private static final int LONGEST = 1 << 16;
    private static final String MAGIC = "\u0093NUMPY";
    private static final Map<String, DataType> TYPES = Map.of(
            "f2", DataType.FLOAT16,
            "f4", DataType.FLOAT32,
            "f8", DataType.FLOAT64,
            "i1", DataType.INT8,
            "i2", DataType.INT16,
            "i4", DataType.INT32,
            "i8", DataType.INT64,
            "u1", DataType.UINT8,
            "b1", DataType.BOOL);

    /** Text, pickled objects and dates, of which none can be a weight. */
    private static final Pattern NO_NUMBERS = Pattern.compile("[<>|=]?[USaOMm].*");

    private static final String KEY = "\\G\\s*(?:,\\s*)?['\"](descr|fortran_order|shape)['\"]\\s*:\\s*";
    private static final Pattern ITEM =
            Pattern.compile(KEY + "(?:['\"]([^'\"]{1,32})['\"]|(True|False)|\\(([0-9L,\\s]*)\\))");
    private static final Pattern DICTIONARY = Pattern.compile("\\s*\\{(.*)\\}\\s*", Pattern.DOTALL);

    NpyHeader {
        sizes = List.copyOf(sizes);
    }

    /** Reads the header from the start of an array; {@code name} is for messages. */
    static NpyHeader read(String file, String name, InputStream in) throws IOException {
        byte[] start = take(in, MAGIC.length() + 2);
        int version = start[MAGIC.length()];
        if (!new String(start, StandardCharsets.ISO_8859_1).startsWith(MAGIC) || version < 1 || version > 3) {
            throw Malformed.file(file, "'" + name + "' is no array of NumPy, or of format version " + version);
        }
        byte[] size = take(in, version == 1 ? 2 : 4);
        long length = 0;
        for (int i = size.length - 1; i >= 0; i--) {
            length = length << 8 | (size[i] & 0xFF);
        }
        if (length > LONGEST) {
            throw Malformed.file(file, "array '%s' with a header of %d bytes".formatted(name, length));
        }
        String text =
                new String(take(in, (int) length), version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        return parse(file, name, text, start.length + size.length + (int) length);
    }

    private static byte[] take(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("an array is cut off");
        }
        return bytes;
    }

    private static NpyHeader parse(String file, String name, String text, int length) {
        Matcher dictionary = DICTIONARY.matcher(text);
        String items = dictionary.matches() ? dictionary.group(1) : "";
        Matcher item = ITEM.matcher(items);
        String descr = "";
        String fortran = "";
        String shape = "";
        int end = 0;
        while (item.find()) {
            descr = item.group(2) == null ? descr : item.group(2);
            fortran = item.group(3) == null ? fortran : item.group(3);
            shape = item.group(4) == null ? shape : "(" + item.group(4);
            end = item.end();
        }
        boolean rest = !items.substring(end).matches("\\s*+,?\\s*");
        if (rest || descr.isEmpty() || fortran.isEmpty() || shape.isEmpty()) {
            throw Malformed.file(file, "array '%s' with the header %s".formatted(name, brief(text)));
        }
        return new NpyHeader(descr, fortran.equals("True"), sizes(file, name, shape.substring(1)), length);
    }

    private static String brief(String text) {
        return text.strip().substring(0, Math.min(80, text.strip().length()));
    }

    private static List<Long> sizes(String file, String name, String tuple) {
        List<Long> sizes = new ArrayList<>();
        for (String size : tuple.split(",", -1)) {
            String digits = size.strip().replaceFirst("L$", ""); // long integers of Python 2
            if (!digits.isEmpty()) {
                if (digits.length() > 18 || !digits.chars().allMatch(Character::isDigit)) {
                    throw Malformed.file(file, "array '%s' of shape (%s)".formatted(name, brief(tuple)));
                }
                sizes.add(Long.parseLong(digits));
            }
        }
        return sizes;
    }

    /** Whether the array can hold weights at all. */
    boolean numeric() {
        return !NO_NUMBERS.matcher(descr).matches();
    }

    /** The tensor that follows. */
    StoredTensor tensor(String file, String name) {
        DataType type = TYPES.get(descr.replaceFirst("^[<>|=]", ""));
        if (type == null) {
            throw Malformed.file(file, "array '" + name + "' of type '" + descr + "'");
        }
        return new StoredTensor(type, sizes);
    }

    ByteOrder order() {
        return descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
}
