package dev.assay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void equalValuesGiveEqualBytesWhateverTheOrderOfTheirKeys() {
        Map<String, Object> ab = new LinkedHashMap<>();
        ab.put("a", 1);
        ab.put("b", List.of(2.5, 3));
        Map<String, Object> ba = new LinkedHashMap<>();
        ba.put("b", List.of(2.5, 3));
        ba.put("a", 1);
        assertThat(Json.write(ab)).isEqualTo(Json.write(ba));
        assertThat(Json.sha256(ab)).isEqualTo(Json.sha256(ba)).hasSize(64);
    }

    @Test
    void misspeltKeyIsAnErrorThatNamesTheFileAndTheKey() {
        assertThatThrownBy(() -> Json.readYaml("x.yaml", "{metric: a, tap: b, with: {}, wiht: {}}", MetricSpec.class))
                .isInstanceOf(AssayException.class)
                .hasMessage("x.yaml: key 'wiht' is not known; there are metric, tap, with; did you mean with?");
    }

    private enum Fruit {
        APPLE,
        PLUM
    }

    private record Basket(List<Fruit> fruits) {}

    @Test
    void misspeltWordIsAnErrorThatNamesThePlaceAndTheNearOnes() {
        assertThat(Json.readYaml("x.yaml", "fruits: [plum]", Basket.class).fruits())
                .containsExactly(Fruit.PLUM);
        assertThatThrownBy(() -> Json.readYaml("x.yaml", "fruits: [apple, plumb]", Basket.class))
                .isInstanceOf(AssayException.class)
                .hasMessage("x.yaml: fruits[1] is 'plumb'; there are apple, plum; did you mean plum?");
    }

    @Test
    void jsonFromTextIsReadAsFromAFile() {
        MetricSpec spec = new MetricSpec("a", "b", Map.of("k", 3));
        assertThat(Json.read("here", Json.write(spec), MetricSpec.class)).isEqualTo(spec);
        assertThatThrownBy(() -> Json.read("here", "{\"metric\": ", MetricSpec.class))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith("here: ");
    }

    @Test
    void whatWouldBeReadPastIsAnError() {
        assertThatThrownBy(() -> Json.readYaml("x.yaml", "{metric: a, tap: b, with: {k: 3, k: 5}}", MetricSpec.class))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("Duplicate")
                .hasMessageContaining("k");
        assertThatThrownBy(
                        () -> Json.readYaml("x.yaml", "{metric: a, tap: b, with: {}}\n---\ntap: c\n", MetricSpec.class))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("railing token");
    }

    @Test
    void missingKeyIsAnError() {
        assertThatThrownBy(() -> Json.readYaml("x.yaml", "{metric: a, with: {}}", MetricSpec.class))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith("x.yaml: 'tap' is missing;");
    }

    private record Scale(List<Step> steps) {
        private record Step(int size) {}
    }

    @Test
    void missingNumberIsAnErrorThatNamesThePlace() {
        assertThatThrownBy(() -> Json.readYaml("x.yaml", "steps: [{size: 3}, {}]", Scale.class))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith("x.yaml: 'steps[1].size' is missing;");
    }

    @Test
    void textInPlaceOfKeysIsNotQuoted() {
        assertThatThrownBy(() -> Json.readYaml("notes.txt", "word ".repeat(5000), Basket.class))
                .isInstanceOf(AssayException.class)
                .hasMessage("notes.txt: it is something else than keys with values; it must fit the documented form; "
                        + "correct the file");
    }

    private record Sizes(List<Integer> sizes) {
        @SuppressWarnings("UnusedMethod") // Jackson's
        private Sizes {
            sizes = List.copyOf(sizes);
        }
    }

    @Test
    void emptyEntryIsAnErrorThatSaysSo() {
        assertThatThrownBy(() -> Json.readYaml("box", "sizes: [1, null]", Sizes.class))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith("box: a value or an entry of a list is empty");
    }

    @Test
    void yamlThatNamesAClassBuildsNothing() {
        String hostile = "metric: !!javax.script.ScriptEngineManager [x]\ntap: a\nwith: {}\n";
        assertThatThrownBy(() -> Json.readYaml("x.yaml", hostile, MetricSpec.class))
                .isInstanceOf(AssayException.class);
    }

    @Test
    void aliasesDoNotMultiply() {
        StringBuilder bomb = new StringBuilder("metric: a\ntap: b\nwith:\n  l0: &l0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("  l%d: &l%d [*l%d,*l%d,*l%d,*l%d,*l%d,*l%d,*l%d,*l%d]\n"
                    .formatted(i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1));
        }
        // Jackson reads an alias as the text of its name, so nothing grows.
        MetricSpec read = Json.readYaml("x.yaml", bomb.toString(), MetricSpec.class);
        assertThat(Json.write(read)).hasSizeLessThan(5_000);
    }
}
