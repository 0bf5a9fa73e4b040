package dev.assay.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one way records become JSON and YAML becomes records: snake_case names, keys sorted, so that equal values give
 * equal bytes. Unknown and repeated keys and further documents are errors, so that nothing stated is ignored.
 */
public final class Json {
    private static final ObjectMapper JSON = configure(JsonMapper.builder()).build();
    private static final ObjectMapper YAML = configure(YAMLMapper.builder(YAMLFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(100).build())
                    .build()))
            .build();

    /** How Jackson says that a record's component has no value. */
    /** Parsers quote what they stumbled over, which may be a whole file. */
    private static final int LONGEST_REASON = 300;

    private static final Pattern MISSING = Pattern.compile("^Null value for creator property '([^']+)'");

    private Json() {}

    private static <M extends ObjectMapper, B extends com.fasterxml.jackson.databind.cfg.MapperBuilder<M, B>>
            B configure(B builder) {
        return builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);
    }

    /** Indented JSON with a final newline. */
    public static String write(Object value) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "cannot write " + value.getClass().getName() + " as JSON", e);
        }
    }

    /** JSON on one line. */
    public static String compact(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "cannot write " + value.getClass().getName() + " as JSON", e);
        }
    }

    public static <T> T read(Path file, Class<T> type) {
        return parse(JSON, file, type);
    }

    public static <T> T readYaml(Path file, Class<T> type) {
        return parse(YAML, file, type);
    }

    /** JSON from text; {@code where} names it in errors. */
    public static <T> T read(String where, String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (IOException e) {
            throw malformed(where, e);
        }
    }

    /** YAML from text; {@code where} names it in errors. */
    public static <T> T readYaml(String where, String text, Class<T> type) {
        try {
            return YAML.readValue(text, type);
        } catch (IOException e) {
            throw malformed(where, e);
        }
    }

    /** Binds parameters that were read as a plain map to a record; {@code where} names them in errors. */
    public static <T> T bind(String where, Object value, Class<T> type) {
        try {
            return JSON.convertValue(value, type);
        } catch (IllegalArgumentException e) {
            throw malformed(where, e);
        }
    }

    /** SHA-256 of the compact sorted JSON of a value, lower-case hex. */
    public static String sha256(Object value) {
        return sha256(compact(value).getBytes(StandardCharsets.UTF_8));
    }

    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /** A fresh SHA-256 digest. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static <T> T parse(ObjectMapper mapper, Path file, Class<T> type) {
        try {
            return mapper.readValue(file.toFile(), type);
        } catch (IOException e) {
            throw malformed(file.toString(), e);
        }
    }

    private static AssayException malformed(String where, Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        if (cause instanceof AssayException known) {
            return known;
        }
        if (cause instanceof NullPointerException) {
            return new AssayException(
                    where,
                    "a value or an entry of a list is empty",
                    "every one has a value",
                    "fill it in or take it out",
                    e);
        }
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return unknownKey(where, unknown, e);
        }
        if (cause instanceof InvalidFormatException value
                && value.getTargetType().isEnum()) {
            return unknownWord(where, value, e);
        }
        String text = String.valueOf(cause.getMessage()).lines().findFirst().orElse("unreadable");
        if (cause instanceof MismatchedInputException other && text.startsWith("Cannot construct instance of")) {
            String place = place(other);
            return new AssayException(
                    where,
                    (place.isEmpty() ? "it" : "'" + place + "'") + " is something else than keys with values",
                    "it must fit the documented form",
                    "correct the file",
                    e);
        }
        text = text.substring(0, Math.min(text.length(), LONGEST_REASON));
        Matcher missing = MISSING.matcher(text);
        String found = missing.find() ? "'" + missing.group(1) + "' is missing" : text;
        if (cause instanceof JsonMappingException number && text.startsWith("Cannot map `null` into type")) {
            found = "'" + place(number) + "' is missing";
        }
        return new AssayException(where, found, "it must fit the documented form", "correct the file", e);
    }

    private static AssayException unknownKey(String where, UnrecognizedPropertyException found, Exception e) {
        List<String> known =
                found.getKnownPropertyIds().stream().map(String::valueOf).toList();
        return unknown(where, "key '" + place(found) + "' is not known", found.getPropertyName(), known, e);
    }

    private static AssayException unknownWord(String where, InvalidFormatException found, Exception e) {
        List<String> known = Arrays.stream(found.getTargetType().getEnumConstants())
                .map(word -> String.valueOf(word).toLowerCase(Locale.ROOT))
                .toList();
        String word = String.valueOf(found.getValue());
        return unknown(where, place(found) + " is '" + word + "'", word, known, e);
    }

    private static AssayException unknown(
            String where, String found, String word, List<String> known, Exception cause) {
        List<String> near = Names.near(word, known);
        return new AssayException(
                where,
                found,
                "there are " + String.join(", ", known),
                near.isEmpty() ? "correct it" : "did you mean " + String.join(" or ", near) + "?",
                cause);
    }

    /** Where in the document: {@code branches[1].blocks}. */
    private static String place(JsonMappingException e) {
        StringBuilder place = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                place.append('[').append(step.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return place.toString();
    }
}
