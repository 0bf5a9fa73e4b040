package dev.assay.local;

import com.sun.management.OperatingSystemMXBean;
import dev.assay.metrics.Speed;
import java.lang.management.ManagementFactory;

/**
 * What some work took.
 *
 * @param seconds on the wall clock
 * @param cpuSeconds of all threads of the process
 * @param peakMb the process's largest resident memory so far, in 10^6 bytes; 0 where the system does not tell
 */
record Cost(double seconds, double cpuSeconds, double peakMb) {
    /** The moment that work began. */
    record Start(long nanos, long cpu) {
        /** What has been spent since. */
        Cost spent() {
            return new Cost(
                    (System.nanoTime() - nanos) * 1e-9,
                    (cpuTime() - cpu) * 1e-9,
                    Speed.peakMegabytes().orElse(0));
        }
    }

    static Start start() {
        return new Start(System.nanoTime(), cpuTime());
    }

    private static long cpuTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
