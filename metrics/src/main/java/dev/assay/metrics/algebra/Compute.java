package dev.assay.metrics.algebra;

import dev.assay.spec.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

/**
 * What computes: which linear algebra, on how many threads. Neither changes how work is cut into tasks, so the number
 * of threads changes no result.
 *
 * @param algebra shared by all threads
 * @param threads at least 1
 */
public record Compute(LinearAlgebra algebra, int threads) {
    public Compute {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
    }

    /** The best algebra of this machine on that many threads. */
    public static Compute on(int threads) {
        return new Compute(LinearAlgebra.best(), threads);
    }

    /**
     * Calls {@code task} once for each number from 0 to {@code tasks - 1}, on this and {@code threads - 1} further
     * threads, and returns when all are done. Numbers are handed out in rising order. The first failure stops the rest
     * and is thrown here; so does an interrupt of the calling thread.
     */
    public void forEach(int tasks, IntConsumer task) {
        forEach(tasks, () -> task, IntConsumer::accept);
    }

    /**
     * The same with a workspace of its own for each thread, such as buffers; what a task leaves in it must not change
     * what a later task computes.
     */
    public <W> void forEach(int tasks, Supplier<W> workspace, ObjIntConsumer<W> task) {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable worker = () -> {
            try {
                W own = workspace.get();
                for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                    stopIfInterrupted();
                    task.accept(own, i);
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
                next.set(tasks);
            }
        };
        List<Thread> others = new ArrayList<>();
        for (int t = 1; t < Math.min(threads, tasks); t++) {
            Thread other = new Thread(worker, "assay-compute-" + t);
            other.setDaemon(true);
            other.start();
            others.add(other);
        }
        worker.run();
        join(others);
        if (failure.get() instanceof Error e) {
            throw e;
        }
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        }
    }

    /** Only the caller's thread is ever interrupted; the others stop with it. The flag stays set. */
    private static void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new AssayException("run", "interrupted", "it must run to its end", "run the same command again");
        }
    }

    /** Waits for all of them; an interrupt is kept for the caller, since unfinished threads still write results. */
    private static void join(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
