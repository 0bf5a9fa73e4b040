package dev.assay.training;

/** How many images a second since the last row of the log. */
final class Pace {
    private final int batch;
    private long start = System.nanoTime();
    private long steps;

    Pace(int batch) {
        this.batch = batch;
    }

    /** Counts a step and gives the images a second so far. */
    double step() {
        steps++;
        return steps * batch / ((System.nanoTime() - start) / 1e9);
    }

    void restart() {
        start = System.nanoTime();
        steps = 0;
    }
}
