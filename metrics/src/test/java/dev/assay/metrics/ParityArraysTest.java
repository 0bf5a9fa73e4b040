package dev.assay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.spec.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ParityArraysTest {
    private final JsonNode formula = Golden.read("formula.json");

    @Test
    void arraysAreThoseTheOriginalToolsWereRunOn() {
        check("features(0,500,64)", ParityArrays.features(0, 500, 64));
        check("features(1,500,64)", ParityArrays.features(1, 500, 64));
        check("features(0,500,2048)", ParityArrays.features(0, 500, 2048));
        check("features(1,500,2048)", ParityArrays.features(1, 500, 2048));
        check("logits(1000,1008)", ParityArrays.logits(1000, 1008));
        check("lattice(0,300,4)", ParityArrays.lattice(0, 300, 4));
        check("lattice(1,300,4)", ParityArrays.lattice(1, 300, 4));
    }

    private void check(String name, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        assertThat(Json.sha256(bytes.array()))
                .as(name)
                .isEqualTo(formula.get(name).get("sha256_le_bytes").asText());
    }
}
