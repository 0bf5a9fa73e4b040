package dev.assay.reports;

import org.junit.jupiter.api.Test;

class ResultTableTest {
    @Test
    void look() {
        System.out.println(ResultTable.print(MadeUp.suite()));
        System.out.println(ResultTable.print(MadeUp.brokenSuite()));
        System.out.println(ResultTable.print(MadeUp.suite().results().get(0)));
    }
}
