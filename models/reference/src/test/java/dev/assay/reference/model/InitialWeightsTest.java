package dev.assay.reference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.graph.Init;
import dev.assay.graph.Parameter;
import dev.assay.graph.Shape;
import dev.assay.graph.ShapeBackend;
import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitialWeightsTest {
    private static final int COUNT = 100_000;

    private static Parameter parameter(String name, int count, Init init) {
        return new Parameter(name, Shape.of(count), Parameter.Role.TRAINED, init);
    }

    private static float[] values(Init init) {
        return new InitialWeights(5, List.of(parameter("w", COUNT, init))).tensor("w", Shape.of(COUNT));
    }

    /** The standard error of a mean of 10^5 is 0.0032 deviations, that of a variance at most 0.0045: four of them. */
    private static void assertMoments(float[] values, double deviation) {
        double mean = 0;
        double square = 0;
        for (float v : values) {
            mean += v / (double) values.length;
            square += (double) v * v / values.length;
        }
        assertThat(mean).isCloseTo(0, within(0.013 * deviation));
        assertThat(square).isCloseTo(deviation * deviation, within(0.018 * deviation * deviation));
    }

    /** The least and the greatest are as far from 0 as said. */
    private static void assertReach(float[] values, double from, double to) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        assertThat((double) -sorted[0]).isBetween(from, to);
        assertThat((double) sorted[sorted.length - 1]).isBetween(from, to);
    }

    @Test
    void uniformValuesHaveTheirBoundAndVariance() {
        float[] values = values(new Init.Uniform(3));
        assertMoments(values, 3 / Math.sqrt(3));
        assertReach(values, 2.99, 3);
    }

    @Test
    void normalValuesHaveTheirVariance() {
        float[] values = values(new Init.Normal(0.5));
        assertMoments(values, 0.5);
        assertReach(values, 1.5, 4);
    }

    /** The variance of a normal number within two deviations is 1 - 4 phi(2) / (2 Phi(2) - 1) = 0.7737413. */
    @Test
    void truncatedValuesStayWithinTwoDeviations() {
        float[] values = values(new Init.TruncatedNormal(0.5));
        assertMoments(values, 0.5 * Math.sqrt(0.7737413));
        assertReach(values, 0.99, 1);
    }

    @Test
    void constantAndGivenValuesAreThemselves() {
        assertThat(values(Init.ONES)).containsOnly(1f);
        InitialWeights weights =
                new InitialWeights(1, List.of(parameter("g", 2, new Init.Given(() -> new double[] {1.5, -2}))));
        assertThat(weights.tensor("g", Shape.of(2))).containsExactly(1.5f, -2f);
    }

    @Test
    void neitherOrderNorOtherParametersShiftValues() {
        List<Parameter> all = new ArrayList<>(
                ShapeBackend.describe(Models.named("dimr-tiny").network()).parameters());
        InitialWeights some = new InitialWeights(3, all.subList(10, 11));
        Collections.reverse(all);
        InitialWeights every = new InitialWeights(3, all);
        Parameter probe = all.get(all.size() - 11);
        every.tensor(all.get(0).name(), all.get(0).shape());
        assertThat(every.tensor(probe.name(), probe.shape())).isEqualTo(some.tensor(probe.name(), probe.shape()));
    }

    @Test
    void seedsAndNamesMakeOtherValues() {
        Init init = new Init.Normal(1);
        List<Parameter> parameters = List.of(parameter("a", 8, init), parameter("b", 8, init));
        InitialWeights first = new InitialWeights(1, parameters);
        assertThat(first.tensor("a", Shape.of(8))).isNotEqualTo(first.tensor("b", Shape.of(8)));
        assertThat(first.tensor("a", Shape.of(8)))
                .isNotEqualTo(new InitialWeights(2, parameters).tensor("a", Shape.of(8)))
                .isEqualTo(new InitialWeights(1, parameters).tensor("a", Shape.of(8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dimr-tiny", "uvit-tiny", "dit-tiny", "vae-tiny"})
    void everyTensorOfATinyModelHasFiniteInitialValues(String model) {
        List<Parameter> parameters =
                ShapeBackend.describe(Models.named(model).network()).parameters();
        InitialWeights weights = new InitialWeights(1, parameters);
        for (Parameter p : parameters) {
            for (float v : weights.tensor(p.name(), p.shape())) {
                assertThat(v).isFinite();
            }
        }
    }

    @Test
    void whatHasNoInitialValuesOrIsUnknownIsRefused() {
        InitialWeights weights = new InitialWeights(1, List.of(parameter("conv.weight", 2, Init.NONE)));
        assertThatThrownBy(() -> weights.tensor("conv.weight", Shape.of(2)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("conv.weight: it has no initial values");
        assertThatThrownBy(() -> weights.tensor("conv.wieght", Shape.of(2))).hasMessageContaining("conv.weight");
        InitialWeights ones = new InitialWeights(1, List.of(parameter("w", 2, Init.ONES)));
        assertThatThrownBy(() -> ones.tensor("w", Shape.of(3)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("asked for as [3], known as [2]");
    }
}
