package dev.assay.metrics;

import dev.assay.spec.AssayException;
import dev.assay.spec.MetricSpec;
import dev.assay.spec.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the parameters of a metric: all must be there, none may be unknown, each must be in range. */
final class Parameters {
    private final MetricSpec spec;

    Parameters(MetricSpec spec, String... names) {
        this.spec = spec;
        List<String> known = List.of(names);
        for (String given : spec.with().keySet()) {
            if (!known.contains(given)) {
                throw Names.unknown("parameter of " + spec.metric(), given, known);
            }
        }
        List<String> missing = new ArrayList<>(known);
        missing.removeAll(spec.with().keySet());
        if (!missing.isEmpty()) {
            throw new AssayException(
                    spec.metric(),
                    "no value for " + String.join(", ", missing),
                    "every parameter must be stated: " + String.join(", ", known),
                    "add it");
        }
    }

    <C extends Enum<C> & Choice> C choice(String name, Class<C> type) {
        return choice(name, String.valueOf(spec.with().get(name)), type);
    }

    private <C extends Enum<C> & Choice> C choice(String name, String given, Class<C> type) {
        List<C> all = Arrays.asList(type.getEnumConstants());
        return all.stream()
                .filter(c -> c.id().equals(given))
                .findFirst()
                .orElseThrow(() -> Names.unknown(
                        name + " of " + spec.metric(),
                        given,
                        all.stream().map(Choice::id).toList()));
    }

    /** One or more different choices. */
    <C extends Enum<C> & Choice> List<C> choices(String name, Class<C> type) {
        List<?> given = spec.with().get(name) instanceof List<?> list
                ? list
                : List.of(spec.with().get(name));
        List<C> result = given.stream()
                .map(each -> choice(name, String.valueOf(each), type))
                .distinct()
                .toList();
        if (result.isEmpty() || result.size() < given.size()) {
            throw wrong(name, "one or more different names");
        }
        return result;
    }

    int integer(String name, int min, int max) {
        Object value = spec.with().get(name);
        if (value instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue())
                && number.doubleValue() >= min
                && number.doubleValue() <= max) {
            return number.intValue();
        }
        throw wrong(name, "a whole number from " + min + " to " + max);
    }

    double positive(String name) {
        if (spec.with().get(name) instanceof Number number
                && number.doubleValue() > 0
                && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw wrong(name, "a number above 0");
    }

    private AssayException wrong(String name, String allowed) {
        return new AssayException(
                name + " of " + spec.metric(), "it is " + spec.with().get(name), "it must be " + allowed, "correct it");
    }
}
