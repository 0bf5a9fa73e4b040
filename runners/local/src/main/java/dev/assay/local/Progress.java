package dev.assay.local;

import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar with rate and time left on the error stream. Shown only to a terminal (the launcher says so by {@code
 * assay.terminal}) and only once the work has taken a second, so that short work stays quiet.
 */
final class Progress implements AutoCloseable {
    private static final long QUIET_NANOS = 1_000_000_000L;

    private final String task;
    private final String unit;
    private final long total;
    private final boolean shown = Boolean.getBoolean("assay.terminal");
    private final long start = System.nanoTime();
    private ProgressBar bar;
    private long done;

    /** Starts the clock; an unknown total gives a bar without time left. */
    Progress(String task, String unit, OptionalLong total) {
        this.task = task;
        this.unit = unit;
        this.total = total.orElse(-1);
    }

    void advance(long steps) {
        done += steps;
        if (bar == null && shown && System.nanoTime() - start > QUIET_NANOS) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUnit(" " + unit, 1)
                    .showSpeed()
                    .setUpdateIntervalMillis(500)
                    .build();
        }
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
