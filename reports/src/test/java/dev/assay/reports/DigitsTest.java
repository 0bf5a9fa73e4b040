package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {
    @Test
    void aColumnHasFourSignificantDigitsAtItsMedian() {
        Digits digits = Digits.of(List.of(0.52, 12.5, 312.7));
        assertThat(digits.print(12.5)).isEqualTo("12.50");
        assertThat(digits.print(312.7)).isEqualTo("312.70");
    }

    @Test
    void differentValuesLookDifferentWhereTwoMoreDigitsCanShowIt() {
        Digits digits = Digits.of(List.of(0.81234, 0.81231, 0.5));
        assertThat(digits.print(0.81234)).isEqualTo("0.81234");
        assertThat(Digits.of(List.of(0.5, 0.5000000001)).print(0.5)).isEqualTo("0.5000");
    }

    @Test
    void integersHaveNoPoint() {
        assertThat(Digits.of(List.of(12345.0, 20000.0)).print(12345.0)).isEqualTo("12345");
    }

    @Test
    void tinyAndHugeColumnsAreWrittenWithExponents() {
        assertThat(Digits.of(List.of(1.5e-9, 2.5e-9)).print(1.5e-9)).isEqualTo("1.500e-09");
        assertThat(Digits.of(List.of(1.0, 3.25e12)).print(3.25e12)).isEqualTo("3.250e+12");
    }

    @Test
    void zeroHasNoSign() {
        assertThat(Digits.of(List.of(0.4, -1e-9)).print(-1e-9)).isEqualTo("0.0000");
        assertThat(Digits.of(List.of(0.0)).print(-0.0)).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
        "82.0078310363485, 82.0078",
        "0.00087, 0.000870000",
        "0, 0",
        "-0.0, 0",
        "1234567.8, 1234568",
        "1.5e-7, 1.50000e-07",
        "-3.25, -3.25000",
        "1e12, 1.00000e+12"
    })
    void oneNumberHasSixSignificantDigits(double value, String expected) {
        assertThat(Digits.six(value)).isEqualTo(expected);
    }
}
