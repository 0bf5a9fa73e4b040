package dev.assay.local;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code assay groups}. */
@Command(
        name = "groups",
        description = "Groups of related images made together.",
        mixinStandardHelpOptions = true,
        subcommands = {GroupSampleCommand.class, GroupScoreCommand.class})
final class GroupsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
