package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What all commands tell about themselves. */
class HelpTest {
    static Stream<CommandSpec> commands() {
        return below(new CommandLine(new Main()).getCommandSpec());
    }

    private static Stream<CommandSpec> below(CommandSpec command) {
        return Stream.concat(
                Stream.of(command),
                command.subcommands().values().stream().flatMap(each -> below(each.getCommandSpec())));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void textsAreFormats(CommandSpec command) {
        Stream<String[]> own = Stream.of(
                command.usageMessage().description(), command.usageMessage().footer());
        Stream<String[]> ofArguments = command.args().stream().map(ArgSpec::description);
        List<String> lines =
                Stream.concat(own, ofArguments).flatMap(Arrays::stream).toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> assertThatCode(() -> line.formatted())
                .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionIsDescribed(CommandSpec command) {
        assertThat(command.options())
                .filteredOn(option -> !option.hidden())
                .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
    }
}
