package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.reports.TextTable.Align;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static final List<Align> TWO = List.of(Align.LEFT, Align.RIGHT);

    @Test
    void cellsKeepToTheirSide() {
        TextTable table = new TextTable(
                TWO,
                List.of(List.of("name", "value")),
                List.of(List.of("a", "1.5"), List.of(), List.of("longer", "12.25")));
        assertThat(table.print()).isEqualTo("""
                        name    value
                        -------------
                        a         1.5

                        longer  12.25
                        """);
    }

    @Test
    void controlCharactersOfNamesDoNotReachTheTerminal() {
        TextTable table = new TextTable(TWO, List.of(), List.of(List.of("\u001b[31mred\n", "1")));
        assertThat(table.print()).contains("?[31mred?").doesNotContain("\u001b");
    }

    @Test
    void charactersOutsideTheBasicPlaneAreOneWide() {
        TextTable table = new TextTable(TWO, List.of(), List.of(List.of("\uD83D\uDE00", "1"), List.of("ab", "2")));
        assertThat(table.print()).contains("\uD83D\uDE00   1\n").contains("ab  2\n");
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> new TextTable(TWO, List.of(), List.of(List.of("a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row of 1 cells does not fit 2 columns: [a]");
    }
}
