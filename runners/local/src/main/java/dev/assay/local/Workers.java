package dev.assay.local;

import dev.assay.spec.AssayException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A fixed number of threads that answer tasks in the order they were asked, with a bounded number under way, so that
 * memory stays bounded and results depend on neither the number of threads nor on which is fastest.
 */
final class Workers implements AutoCloseable {
    private final ExecutorService threads;
    private final int window;

    Workers(int count) {
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "assay-worker");
            thread.setDaemon(true);
            return thread;
        });
        window = count * 2;
    }

    /** Takes tasks one by one as room allows and gives their answers to {@code sink} in order, on this thread. */
    <T> void inOrder(Iterator<Callable<T>> tasks, Consumer<T> sink) {
        Deque<Future<T>> underWay = new ArrayDeque<>();
        try {
            while (tasks.hasNext() || !underWay.isEmpty()) {
                while (tasks.hasNext() && underWay.size() < window) {
                    underWay.add(threads.submit(tasks.next()));
                }
                sink.accept(underWay.remove().get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            if (e.getCause() instanceof OutOfMemoryError) {
                throw new AssayException(
                        "memory",
                        "the Java heap is full",
                        "a chunk of images and its features must fit for each thread",
                        "use a smaller --batch or fewer --threads, or set ASSAY_JAVA_OPTIONS=-Xmx12g",
                        e);
            }
            throw new IllegalStateException("a worker failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssayException("run", "interrupted", "it must run to its end", "run the same command again", e);
        } finally {
            underWay.forEach(task -> task.cancel(true));
        }
    }

    /** Waits for tasks under way, since what they use, such as a network's session, is closed next. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
