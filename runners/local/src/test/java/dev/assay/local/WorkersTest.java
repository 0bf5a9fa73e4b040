package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkersTest {
    private static final int TASKS = 60;

    private static <T> Iterator<Callable<T>> tasks(IntFunction<Callable<T>> task) {
        return IntStream.range(0, TASKS).mapToObj(task).iterator();
    }

    @Test
    void answersComeInTheOrderOfTheTasks() {
        List<Integer> answers = new ArrayList<>();
        try (Workers workers = new Workers(4)) {
            workers.inOrder(
                    tasks(i -> () -> {
                        Thread.sleep(i % 4 == 0 ? 8 : 0);
                        return i;
                    }),
                    answers::add);
        }
        assertThat(answers)
                .containsExactlyElementsOf(IntStream.range(0, TASKS).boxed().toList());
    }

    @Test
    void noMoreTasksAreTakenThanTheWindowHolds() {
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        List<Integer> waiting = new ArrayList<>();
        Iterator<Callable<Integer>> tasks = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return taken.get() < TASKS;
            }

            @Override
            public Callable<Integer> next() {
                waiting.add(taken.incrementAndGet() - answered.get());
                return () -> 0;
            }
        };
        try (Workers workers = new Workers(3)) {
            workers.inOrder(tasks, i -> answered.incrementAndGet());
        }
        assertThat(answered).hasValue(TASKS);
        assertThat(waiting).allMatch(now -> now <= 6);
    }

    @Test
    void theFirstFailureInOrderIsThrownAndNothingAfterItIsHandedOn() {
        List<Integer> answers = new ArrayList<>();
        try (Workers workers = new Workers(4)) {
            assertThatThrownBy(() -> workers.inOrder(
                            tasks(i -> () -> {
                                if (i == 7) {
                                    Thread.sleep(20);
                                }
                                if (i == 7 || i == 9) {
                                    throw new AssayException("task " + i, "failed", "none may", "mend it");
                                }
                                return i;
                            }),
                            answers::add))
                    .hasMessageStartingWith("task 7: ");
        }
        assertThat(answers).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void aFullHeapIsToldWithARemedy() {
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> workers.inOrder(
                            tasks(i -> () -> {
                                throw new OutOfMemoryError("made up");
                            }),
                            answer -> {}))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("--batch");
        }
    }

    /** What a task uses may be closed once the workers are. */
    @Test
    void closingWaitsForTasksUnderWay() {
        AtomicBoolean open = new AtomicBoolean(true);
        AtomicBoolean usedAfterClosing = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.inOrder(
                            tasks(i -> () -> {
                                if (i == 0) {
                                    begun.await();
                                    throw new IllegalStateException("the first fails");
                                }
                                begun.countDown();
                                long end = System.nanoTime() + 100_000_000;
                                while (System.nanoTime() < end) {
                                    Thread.onSpinWait();
                                }
                                usedAfterClosing.compareAndSet(false, !open.get());
                                return i;
                            }),
                            answer -> {}))
                    .hasMessage("the first fails");
        }
        open.set(false);
        assertThat(usedAfterClosing).isFalse();
    }

    @Test
    void anInterruptEndsTheRunAndStaysSet() {
        try (Workers workers = new Workers(1)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> workers.inOrder(
                            tasks(i -> () -> {
                                Thread.sleep(10_000);
                                return i;
                            }),
                            answer -> {}))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
