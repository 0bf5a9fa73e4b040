package dev.assay.datasets.emoji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexTest {
    private static final Entry ENTRY = new Entry(
            "google/1f468", "google", "train", "People & Body", "family", "none", "1F468", "1F468", "A, \"B\"", "");

    @Test
    void commasAndQuotesSurvive() {
        assertThat(Index.read(Index.write(List.of(ENTRY, ENTRY)))).containsExactly(ENTRY, ENTRY);
    }

    @Test
    void columnsAreFoundByName() {
        for (int i = 0; i < Entry.COLUMNS.size(); i++) {
            assertThat(ENTRY.column(Entry.COLUMNS.get(i)))
                    .isEqualTo(ENTRY.cells().get(i));
        }
        assertThatThrownBy(() -> ENTRY.column("colour")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void damagedLineIsNamed() {
        byte[] csv = Index.write(List.of(ENTRY));
        assertThatThrownBy(() -> Index.read(
                        (new String(csv, StandardCharsets.UTF_8) + "a,b\n").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("line 3");
        assertThatThrownBy(() -> Index.read(new byte[0])).isInstanceOf(AssayException.class);
    }
}
