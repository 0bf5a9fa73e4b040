package dev.assay.local.judge;

import dev.assay.spec.AssayException;
import java.net.URI;
import java.time.Duration;

/**
 * Where a chat model is and how it is asked.
 *
 * @param url of the service, such as {@code https://host/v1}; {@code /chat/completions} is added where it does not end so
 * @param model its name there
 * @param key sent as bearer token; empty for none. It is never written anywhere
 * @param temperature 0 to 2
 * @param timeout of one request, from sending to the last byte
 * @param retries how often a failed request is sent again
 * @param pause before the first of these; doubled for each further one, a minute at most
 */
public record Endpoint(
        URI url, String model, String key, double temperature, Duration timeout, int retries, Duration pause) {
    private static final String PATH = "/chat/completions";

    public Endpoint {
        String scheme = String.valueOf(url.getScheme());
        if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null || url.getUserInfo() != null) {
            throw new AssayException(
                    "judge",
                    "the address of an endpoint starts otherwise",
                    "http://host or https://host, without user and password",
                    "correct the address; name the variable of the key with --judge-key");
        }
        if (!(temperature >= 0 && temperature <= 2) || retries < 0 || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(
                    "temperature %s, retries %d, timeout %s".formatted(temperature, retries, timeout));
        }
        if (model.isBlank()) {
            throw new AssayException("judge " + url.getHost(), "no model", "a model is named", "give --judge-model");
        }
    }

    /** Without key. */
    @Override
    public String toString() {
        return model + " at " + place();
    }

    /** Host and path, without what a query might hide. */
    String place() {
        return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }

    URI completions() {
        String base = place().replaceAll("/+$", "");
        return URI.create(base.endsWith(PATH) ? base : base + PATH);
    }
}
