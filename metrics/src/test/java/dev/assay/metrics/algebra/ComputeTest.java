package dev.assay.metrics.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void eachTaskRunsOnce(int threads) {
        AtomicIntegerArray runs = new AtomicIntegerArray(100);
        AtomicInteger workspaces = new AtomicInteger();
        Compute.on(threads).forEach(100, workspaces::incrementAndGet, (work, i) -> runs.incrementAndGet(i));
        for (int i = 0; i < 100; i++) {
            assertThat(runs.get(i)).isEqualTo(1);
        }
        assertThat(workspaces).hasValueLessThanOrEqualTo(threads);
        Compute.on(threads).forEach(0, i -> runs.incrementAndGet(i));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aFailureStopsTheRestAndIsThrown(int threads) {
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> Compute.on(threads).forEach(1_000_000, i -> {
                    runs.incrementAndGet();
                    throw new IllegalStateException("task " + i);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("task");
        assertThat(runs).hasValueLessThanOrEqualTo(threads);
    }

    @Test
    void anInterruptOfTheCallerEndsTheWorkAndStaysSet() {
        AtomicInteger begun = new AtomicInteger();
        Thread caller = Thread.currentThread();
        assertThatThrownBy(() -> Compute.on(1).forEach(1_000, i -> {
                    if (begun.incrementAndGet() == 5) {
                        caller.interrupt();
                    }
                }))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(begun).hasValue(5);
    }

    @Test
    void noThreadsAreRefused() {
        assertThatThrownBy(() -> Compute.on(0)).hasMessageContaining("got 0");
    }
}
