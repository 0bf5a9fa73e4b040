package dev.assay.local;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code assay ratings}: what people say. */
@Command(
        name = "ratings",
        description = "Asks people about groups of images, blind, and sums up what they say.",
        mixinStandardHelpOptions = true,
        subcommands = {RatingsMakeCommand.class, RatingsReadCommand.class},
        footer = {
            "",
            "Examples:",
            "  assay ratings make --system independent=out/alone --system group=out/group --anchor independent",
            "  assay ratings read --key ratings/key.json answers/*.ratings.json"
        })
final class RatingsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: make or read");
    }
}
