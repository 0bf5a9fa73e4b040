package dev.assay.local;

import dev.assay.spec.AssayException;
import dev.assay.spec.Names;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code assay}. Exit codes: 0 fine, 1 a check failed, 2 bad usage or input, 130 interrupted. */
@Command(
        name = "assay",
        description = "Scores image generators: FID, sFID, IS, KID, precision, recall, density, coverage.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            EvaluateCommand.class,
            ReportCommand.class,
            StatsCommand.class,
            DataCommand.class,
            GroupsCommand.class,
            WeightsCommand.class,
            ModelsCommand.class,
            SystemsCommand.class,
            RatingsCommand.class,
            OnnxCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  assay run",
            "      the embedded suite on real images: a table and a report",
            "  assay evaluate --generated samples/ --reference real.zip",
            "      score your own images",
            "",
            "Every command has --help with examples."
        })
public final class Main implements Runnable {
    static final int OK = 0;
    static final int CHECK_FAILED = 1;
    static final int BAD_INPUT = 2;

    private static final int PATIENCE_SECONDS = 5;

    /** ONNX Runtime's Java part; it logs stack traces of what it throws as well. */
    private static final Logger NETWORK_RUNTIME = Logger.getLogger("ai.onnxruntime");

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    public static void main(String[] args) {
        // Numbers and messages are English everywhere, whatever the machine's language.
        Locale.setDefault(Locale.ROOT);
        StandardOutput output = new StandardOutput();
        PrintWriter out = new PrintWriter(output, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        NETWORK_RUNTIME.setLevel(Level.OFF);
        Thread worker = Thread.currentThread();
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch finished = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (finished.getCount() > 0) {
                interrupted.set(true);
                worker.interrupt();
                cleanUp(finished);
                err.println("assay: interrupted; no unfinished file was left; run the same command again");
            }
        }));
        int code = BAD_INPUT;
        try {
            code = run(args, out, err, interrupted::get);
            out.flush();
        } finally {
            finished.countDown();
        }
        System.exit(output.failed() && !output.readerGone() ? lost(output, err) : code);
    }

    private static int lost(StandardOutput output, PrintWriter err) {
        err.println("assay: standard output: cannot be written: " + AssayException.reason(output.failure())
                + "; all of the result must be printed; free some space or write elsewhere");
        return BAD_INPUT;
    }

    /** Gives the work a moment to remove what it was writing. */
    private static void cleanUp(CountDownLatch finished) {
        try {
            finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs one command line; results go to {@code out}, everything else to {@code err}. Never exits the JVM. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        return run(args, out, err, () -> false);
    }

    /** The same; what goes wrong after an interrupt is its consequence and not told. */
    private static int run(String[] args, PrintWriter out, PrintWriter err, BooleanSupplier interrupted) {
        CommandLine line = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(110)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Path.class, Main::path)
                .setParameterExceptionHandler((e, all) -> badUsage(e))
                .setExecutionExceptionHandler(
                        (e, command, parsed) -> interrupted.getAsBoolean() ? BAD_INPUT : failed(e, err));
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            err.println("assay: memory: the Java heap is full; features of all images are kept for KID, precision and"
                    + " recall; use --metrics fid, or set ASSAY_JAVA_OPTIONS=-Xmx12g");
            return BAD_INPUT;
        } catch (LinkageError e) {
            err.println("assay: native libraries: " + e.getMessage()
                    + "; they are unpacked into "
                    + System.getProperty("java.io.tmpdir")
                    + ", which must be writable, allow programs and have 100 MB free;"
                    + " make room or set ASSAY_JAVA_OPTIONS=-Djava.io.tmpdir=DIR");
            return BAD_INPUT;
        }
    }

    /** An empty path would mean the current folder, where most often a variable of a script was not set. */
    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("the path is empty; write . for the current folder");
        }
        return Path.of(text);
    }

    private static int badUsage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String text = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            text = unmatched(unmatched.getUnmatched().get(0), command).getMessage();
        }
        command.getErr()
                .println("assay: " + text + "; see '" + command.getCommandSpec().qualifiedName() + " --help'");
        return BAD_INPUT;
    }

    private static AssayException unmatched(String word, CommandLine command) {
        if (word.startsWith("-")) {
            String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            return Names.unknown(
                    "option",
                    option,
                    new TreeSet<>(command.getCommandSpec().optionsMap().keySet()));
        }
        if (!command.getSubcommands().isEmpty()) {
            return Names.unknown("command", word, command.getSubcommands().keySet());
        }
        return new AssayException(
                "'" + word + "'", "nothing is expected here", "values follow their option", "leave it out or quote it");
    }

    /** One line for what a user can mend; a stack trace only for our own faults. */
    private static int failed(Exception e, PrintWriter err) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof AssayException) {
                err.println("assay: " + cause.getMessage());
                return BAD_INPUT;
            }
            if (cause instanceof FileSystemException file) {
                err.println("assay: " + file.getFile() + ": " + AssayException.reason(file)
                        + "; it must be readable, or writable with room on the disk; check it and run again");
                return BAD_INPUT;
            }
            if (String.valueOf(cause.getMessage()).contains("No space left on device")) {
                err.println("assay: the disk is full; free some space and run the same command again");
                return BAD_INPUT;
            }
        }
        err.println("assay: an error of Assay itself, please report it with the lines below");
        e.printStackTrace(err);
        return BAD_INPUT;
    }
}
