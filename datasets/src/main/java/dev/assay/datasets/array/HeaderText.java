package dev.assay.datasets.array;

import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the one Python dictionary that a {@code .npy} header may hold, {@code {'descr': '<f4', 'fortran_order': False,
 * 'shape': (3, 4), }}, and nothing else of Python.
 */
final class HeaderText {
    private static final int MAX_RANK = 32;

    private final String where;
    private final String text;
    private int at;

    private HeaderText(String where, String text) {
        this.where = where;
        this.text = text;
    }

    static ArrayHeader parse(String where, String text) {
        return new HeaderText(where, text).header();
    }

    private ArrayHeader header() {
        String descr = "";
        Boolean fortran = null;
        long[] shape = null;
        expect('{');
        while (!skip('}')) {
            String key = string();
            expect(':');
            switch (key) {
                case "descr" -> descr = descr();
                case "fortran_order" -> fortran = bool();
                case "shape" -> shape = shape();
                default -> throw malformed("has the unknown key '" + key + "'");
            }
            if (!skip(',')) {
                expect('}');
                break;
            }
        }
        if (peek() != 0) {
            throw malformed("goes on after its dictionary");
        }
        if (descr.isEmpty() || fortran == null || shape == null) {
            throw malformed("lacks descr, fortran_order or shape");
        }
        return header(descr, fortran, shape);
    }

    private ArrayHeader header(String descr, boolean fortran, long[] shape) {
        char order = descr.charAt(0);
        boolean marked = "<>|=".indexOf(order) >= 0;
        ElementType type =
                ElementType.ofCode(marked ? descr.substring(1) : descr).orElseThrow(() -> unsupported(descr));
        try {
            return new ArrayHeader(type, order == '>', fortran, shape);
        } catch (ArithmeticException e) {
            throw new AssayException(
                    where,
                    "the header asks for more than 2^63 bytes",
                    "the header must fit the data",
                    "write the array again",
                    e);
        }
    }

    private String descr() {
        if (peek() == '[') {
            throw new AssayException(
                    where, "the elements are records of several fields", ALLOWED_TYPES, "save each field as an array");
        }
        String descr = string();
        if (descr.isEmpty()) {
            throw malformed("has an empty descr");
        }
        return descr;
    }

    private static final String ALLOWED_TYPES = "plain numbers are read: uint8, int8-64, uint16, float16-64, bool";

    private AssayException unsupported(String descr) {
        boolean object = descr.endsWith("O");
        return new AssayException(
                where,
                object
                        ? "the elements are pickled Python objects"
                        : "the element type '" + descr + "' is not supported",
                ALLOWED_TYPES,
                object
                        ? "save the numbers themselves; pickles are never opened here"
                        : "convert the array with astype");
    }

    private long[] shape() {
        expect('(');
        List<Long> lengths = new ArrayList<>();
        while (!skip(')')) {
            lengths.add(length());
            if (lengths.size() > MAX_RANK) {
                throw malformed("has more than " + MAX_RANK + " axes");
            }
            if (!skip(',')) {
                expect(')');
                break;
            }
        }
        return lengths.stream().mapToLong(Long::longValue).toArray();
    }

    private long length() {
        peek();
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == from || at - from > 18) {
            throw malformed("has a shape that is not a tuple of lengths");
        }
        long value = Long.parseLong(text.substring(from, at));
        skip('L'); // long integers of Python 2
        return value;
    }

    private boolean bool() {
        for (String word : List.of("True", "False")) {
            peek();
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("True");
            }
        }
        throw malformed("has a fortran_order that is neither True nor False");
    }

    private String string() {
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            throw malformed("has no quoted word where one belongs");
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw malformed("has an open quote");
        }
        String word = text.substring(at + 1, end);
        if (word.length() > 20 || !word.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw malformed("has a word that is none of NumPy's");
        }
        at = end + 1;
        return word;
    }

    private void expect(char c) {
        if (!skip(c)) {
            throw malformed("has no '" + c + "' at character " + at);
        }
    }

    private boolean skip(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    /** The next character that is not space, or 0 at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private AssayException malformed(String found) {
        return new AssayException(
                where,
                "the npy header " + found,
                "it must be as numpy.save writes it",
                "write the array again with numpy.save");
    }
}
