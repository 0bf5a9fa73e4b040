package dev.assay.local;

import dev.assay.spec.AssayException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
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
            WeightsCommand.class,
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

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        AtomicBoolean finished = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!finished.get()) {
                err.println("assay: interrupted; no unfinished file was left; run the same command again");
            }
        }));
        int code = run(args, out, err);
        finished.set(true);
        System.exit(code);
    }

    /** Runs one command line; results go to {@code out}, everything else to {@code err}. Never exits the JVM. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(110)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::badUsage)
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command.getErr()));
        return line.execute(args);
    }

    private static int badUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("assay: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr()
                .println("Try '" + command.getCommandSpec().qualifiedName()
                        + " --help' for the options and an example.");
        return BAD_INPUT;
    }

    /** One line for what a user can mend; a stack trace only for our own faults. */
    private static int failed(Exception e, PrintWriter err) {
        Throwable cause = e;
        while (cause != null) {
            if (cause instanceof AssayException) {
                err.println("assay: " + cause.getMessage());
                return BAD_INPUT;
            }
            if (cause instanceof FileSystemException file) {
                err.println("assay: " + describe(file));
                return BAD_INPUT;
            }
            cause = cause.getCause();
        }
        if (e.getMessage() != null && e.getMessage().contains("No space left on device")) {
            err.println(
                    "assay: the disk is full: " + e.getMessage() + "; free some space and run the same command again");
            return BAD_INPUT;
        }
        err.println("assay: an error of Assay itself, please report it with the lines below");
        e.printStackTrace(err);
        return BAD_INPUT;
    }

    private static String describe(FileSystemException e) {
        String found = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        if (e instanceof NoSuchFileException) {
            found = "no such file or folder";
        } else if (e instanceof AccessDeniedException) {
            found = "no permission";
        }
        return e.getFile() + ": " + found + "; a path that can be read or written is needed; check it and its rights";
    }
}
