package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The picture in docs/architecture.md is what the poms say. */
class ArrowsTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern NAME = Pattern.compile("</parent>\\s*<artifactId>([^<]+)</artifactId>");
    private static final Pattern USES =
            Pattern.compile("<dependency><groupId>dev\\.assay</groupId><artifactId>([^<]+)</artifactId></dependency>");
    private static final Pattern ARROW = Pattern.compile("(?m)^([a-z/-]+) {2,}->(.*)$");

    @Test
    void documentedArrowsAreThoseOfThePoms() throws IOException {
        Map<String, String> folders = new TreeMap<>();
        Map<String, Set<String>> uses = new TreeMap<>();
        Matcher modules = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")));
        while (modules.find()) {
            String pom = Files.readString(ROOT.resolve(modules.group(1)).resolve("pom.xml"));
            Matcher name = NAME.matcher(pom);
            assertThat(name.find()).isTrue();
            folders.put(name.group(1), modules.group(1));
            Set<String> used = new TreeSet<>();
            Matcher dependency = USES.matcher(pom);
            while (dependency.find()) {
                used.add(dependency.group(1));
            }
            uses.put(modules.group(1), used);
        }
        uses.replaceAll((module, used) -> {
            Set<String> byFolder = new TreeSet<>();
            used.forEach(artifact -> byFolder.add(folders.get(artifact)));
            return byFolder;
        });
        assertThat(documented()).isEqualTo(uses).hasSizeGreaterThan(5);
    }

    private static Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> arrows = new TreeMap<>();
        Matcher arrow = ARROW.matcher(Files.readString(ROOT.resolve("docs/architecture.md")));
        while (arrow.find()) {
            Set<String> used = new TreeSet<>();
            for (String module : arrow.group(2).split(",", -1)) {
                if (!module.isBlank()) {
                    used.add(module.strip());
                }
            }
            arrows.put(arrow.group(1), used);
        }
        return arrows;
    }
}
