package dev.assay.reference.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.graph.Description;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every preset, so that a new one is tested by being there. */
class PresetsTest {
    static List<String> names() {
        return Models.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theStatedCountsComeOut(String name) {
        Model model = Models.named(name);
        Description description = model.describe();
        System.out.printf(Locale.ROOT, "%s %d %.2f%n", name, Model.parameters(description), description.macs() / 1e9);
        assertThat(model.name()).isEqualTo(name);
        assertThat(Model.parameters(description)).isPositive();
    }
}
