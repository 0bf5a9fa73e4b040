package dev.assay.reference.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.InitialWeights;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.reference.weights.HashFill;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownValuesTest {
    @Test
    void fixedTensorsHaveTheirOwnValuesAndOthersTheGivenOnes() {
        List<Parameter> parameters =
                ShapeBackend.describe(Models.named("dit-tiny").network()).parameters();
        KnownValues weights = new KnownValues(new HashFill(), parameters);
        float[] places = weights.tensor("pos_embed", Shape.of(1, 64, 128));
        assertThat(places[0]).isZero(); // sin 0
        assertThat(places[32]).isEqualTo(1); // cos 0
        assertThat(places[128]).isEqualTo((float) Math.sin(1));
        assertThat(weights.tensor("x_embedder.proj.bias", Shape.of(128)))
                .isEqualTo(new HashFill().tensor("x_embedder.proj.bias", Shape.of(128)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dimr-tiny", "uvit-tiny", "dit-tiny", "vae-tiny"})
    void everyTensorOfATinyModelHasFiniteInitialValues(String model) {
        List<Parameter> parameters =
                ShapeBackend.describe(Models.named(model).network()).parameters();
        InitialWeights weights = new InitialWeights(parameters, 1);
        for (Parameter p : parameters) {
            float[] values = weights.tensor(p.name(), p.shape());
            assertThat(values).hasSize((int) p.shape().elements());
            for (float v : values) {
                assertThat(v).as(p.name()).isBetween(-10f, 10f);
            }
        }
    }
}
