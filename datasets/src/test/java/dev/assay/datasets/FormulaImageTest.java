package dev.assay.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.spec.Json;
import org.junit.jupiter.api.Test;

class FormulaImageTest {
    @Test
    void picturesAreThoseTheGoldenFilesWereMadeWith() {
        assertThat(Json.sha256(FormulaImage.of(0, 32, 32).rgb()))
                .isEqualTo("12ea7de3a2742645ad8bb720da9062a098c2e75fc7671347e1239e8aa4915706");
        assertThat(Json.sha256(FormulaImage.of(3, 256, 256).rgb()))
                .isEqualTo("43e87d619b7d8f05fe9b83107bd939b22630237052b3cd545c70ea865b1b7729");
    }
}
