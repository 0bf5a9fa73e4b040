package dev.assay.reference.diffusion;

import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.DoublePredicate;

/**
 * Settings as YAML or JSON gives them, complete; each is checked when it is read.
 *
 * @param of what is set, for messages: {@code sampler ddim}
 * @param values by name
 */
public record Settings(String of, SortedMap<String, Object> values) {
    /** A whole number from {@code min} to {@code max}. */
    public int integer(String name, int min, int max) {
        Object value = values.get(name);
        if (value instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue())
                && number.doubleValue() >= min
                && number.doubleValue() <= max) {
            return number.intValue();
        }
        throw wrong(name, "a whole number from " + min + " to " + max);
    }

    /** A finite number; {@code allowed} says in words which ones are. */
    public double number(String name, DoublePredicate fits, String allowed) {
        if (values.get(name) instanceof Number number
                && Double.isFinite(number.doubleValue())
                && fits.test(number.doubleValue())) {
            return number.doubleValue();
        }
        throw wrong(name, allowed);
    }

    /** Finite numbers, at least one. */
    public List<Double> numbers(String name) {
        if (values.get(name) instanceof List<?> list
                && !list.isEmpty()
                && list.stream().allMatch(v -> v instanceof Number n && Double.isFinite(n.doubleValue()))) {
            return list.stream().map(v -> ((Number) v).doubleValue()).toList();
        }
        throw wrong(name, "a list of numbers");
    }

    /** True or false. */
    public boolean flag(String name) {
        if (values.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, "true or false");
    }

    /** One of the constants of an enum, by its id. */
    public <C extends Enum<C> & Choice> C choice(String name, Class<C> type) {
        List<C> all = Arrays.asList(type.getEnumConstants());
        String given = String.valueOf(values.get(name));
        return all.stream()
                .filter(c -> c.id().equals(given))
                .findFirst()
                .orElseThrow(() -> Names.unknown(
                        name + " of " + of, given, all.stream().map(Choice::id).toList()));
    }

    /** The error for a value that is not allowed; {@code allowed} says what is. */
    public AssayException wrong(String name, String allowed) {
        return new AssayException(
                name + " of " + of, "it is " + values.get(name), "it must be " + allowed, "correct it");
    }
}
