package dev.assay.graph;

/**
 * How a session runs.
 *
 * @param intraOpThreads threads inside one run; 1 makes results independent of the machine's load and core count, and
 *     callers then run several at once
 * @param device where it runs
 */
public record SessionOptions(int intraOpThreads, Device device) {
    public SessionOptions {
        if (intraOpThreads < 1) {
            throw new IllegalArgumentException("intraOpThreads must be at least 1, got " + intraOpThreads);
        }
    }
}
