package dev.assay.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import dev.assay.spec.groups.Basis;
import dev.assay.spec.groups.Drawing;
import dev.assay.spec.groups.Emphasis;
import dev.assay.spec.groups.GroupBenchmark;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.GroupTask;
import dev.assay.spec.groups.Member;
import dev.assay.spec.groups.MemberRole;
import dev.assay.spec.groups.Question;
import dev.assay.spec.groups.Split;
import dev.assay.spec.groups.TaskKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * IDEA-Bench (arXiv 2412.11767) as the user has it: a folder for each case with {@code instruction.txt}, input pictures
 * {@code 0001.jpg}.., {@code meta.json} with {@code output_image_count}, and {@code eval.json}, in which the texts under
 * keys that contain "question", or else plain texts of a list, are the six questions, two of each level.
 */
final class IdeaBench {
    static final String ID = "idea-bench";

    private static final String INPUT = "input-";
    private static final Pattern CASE = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_-]*)_(\\d{4})");
    private static final Pattern PICTURE = Pattern.compile("(\\d{4})\\.(?i:png|jpg|jpeg|webp|bmp)");
    /** The number is of pictures, not of things in them. */
    private static final Pattern COUNTS = Pattern.compile(
            "\\b(number of|how many|exactly (\\d+|one|two|three|four|five|six|seven|eight|nine|ten)) "
                    + "((output|generated|produced|created|resulting|final|requested) )*(images?|pictures?|outputs?)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final int QUESTIONS = 6;
    private static final int MOST_OUTPUTS = 64;
    private static final int SHORT_WORDS = 60;
    private static final long MOST_BYTES = 1 << 20;

    private IdeaBench() {}

    /** All cases below a folder; everything that is wrong with any of them is told at once. */
    static GroupBenchmark read(Path folder) {
        Problems problems = new Problems();
        Map<String, List<GroupCase>> tasks = new TreeMap<>();
        for (Path path : cases(folder)) {
            problems.get(() -> one(path)).ifPresent(c -> tasks.computeIfAbsent(c.task(), t -> new ArrayList<>())
                    .add(c));
        }
        problems.none(folder.toString());
        if (tasks.isEmpty()) {
            throw new AssayException(
                    folder.toString(),
                    "no folder of a case in it",
                    "cases are folders such as animal_growth_0001 with instruction.txt in them",
                    "check the path");
        }
        return new GroupBenchmark(
                ID,
                1,
                "IDEA-Bench from a folder of the user's",
                tasks.entrySet().stream()
                        .map(e -> task(e.getKey(), e.getValue()))
                        .toList());
    }

    /** A file that {@link #read} gave, or of the same form. */
    static GroupBenchmark load(Path file) {
        GroupBenchmark benchmark = Json.readYaml(file, GroupBenchmark.class);
        checkName(file, "benchmark", benchmark.id());
        Set<String> seen = new HashSet<>();
        for (GroupCase of : benchmark.cases()) {
            checkName(file, "case", of.id());
            if (of.targets().isEmpty() || !seen.add(of.id())) {
                throw new AssayException(
                        file.toString(),
                        "case '%s' %s".formatted(of.id(), of.targets().isEmpty() ? "has no target" : "occurs twice"),
                        "each case has a name of its own and a picture to make",
                        "correct it");
            }
        }
        if (seen.isEmpty()) {
            throw new AssayException(file.toString(), "no cases", "a benchmark has cases", "add one");
        }
        return benchmark;
    }

    /** Names become folders. */
    private static void checkName(Path file, String what, String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new AssayException(
                    file.toString(), "%s '%s'".formatted(what, name), "letters, digits, . _ and -", "rename it");
        }
    }

    /** IDEA-Bench's category of a task, by how many pictures go in and come out. */
    static String category(GroupTask task) {
        int made = task.n() - task.m();
        String in = task.m() == 0 ? "t" : task.m() == 1 ? "i" : "is";
        if (made > 1) {
            return task.m() == 0 ? "t2is" : "i(s)2is";
        }
        return in + "2i";
    }

    /** The pictures of a folder with IDEA-Bench's names. */
    static KnownPictures inputs(CaseFolder folder) {
        return (of, member) -> member.given()
                ? folder.find(of, member.id().startsWith(INPUT) ? member.id().substring(INPUT.length()) : member.id())
                        .image()
                : Optional.empty();
    }

    private static List<Path> cases(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(p -> Files.isDirectory(p)
                            && CASE.matcher(p.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static GroupTask task(String id, List<GroupCase> cases) {
        GroupCase first = cases.get(0);
        return new GroupTask(
                id,
                id.replace('_', ' '),
                first.m() == 0 ? TaskKind.TEXT : TaskKind.REFERENCE,
                List.of(Basis.I),
                first.n(),
                first.m(),
                "",
                List.of(Emphasis.A),
                cases);
    }

    private static GroupCase one(Path path) {
        String id = path.getFileName().toString();
        String instruction = text(path.resolve("instruction.txt")).strip();
        int outputs = outputs(path.resolve("meta.json"));
        List<Member> members = new ArrayList<>();
        for (String input : inputs(path)) {
            members.add(member(INPUT + input, MemberRole.REFERENCE, ""));
        }
        IntStream.rangeClosed(1, outputs)
                .mapToObj(i -> member("%04d".formatted(i), MemberRole.TARGET, instruction))
                .forEach(members::add);
        return new GroupCase(
                id,
                id.substring(0, id.length() - 5),
                Split.CORE,
                instruction,
                members,
                List.of(),
                checklist(path.resolve("eval.json")));
    }

    private static Member member(String id, MemberRole role, String prompt) {
        String brief = Arrays.stream(prompt.split("\\s+")).limit(SHORT_WORDS).collect(Collectors.joining(" "));
        return new Member(id, role, prompt, brief, "", Drawing.NONE);
    }

    private static List<String> inputs(Path path) {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(p -> PICTURE.matcher(p.getFileName().toString()))
                    .filter(m -> m.matches())
                    .map(m -> m.group(1))
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static int outputs(Path meta) {
        String count = json(meta).path("output_image_count").asText("");
        if (!count.matches("[1-9]\\d?") || Integer.parseInt(count) > MOST_OUTPUTS) {
            throw new AssayException(
                    meta.toString(),
                    "output_image_count is '" + count + "'",
                    "it is from 1 to " + MOST_OUTPUTS,
                    "correct the file or leave the case out");
        }
        return Integer.parseInt(count);
    }

    private static List<Question> checklist(Path eval) {
        List<String> texts = new ArrayList<>();
        collect(json(eval), true, texts);
        if (texts.isEmpty()) {
            collect(json(eval), false, texts);
        }
        if (texts.size() != QUESTIONS) {
            throw new AssayException(
                    eval.toString(),
                    texts.size() + " questions",
                    "a case has six, two of each level",
                    "correct the file or leave the case out");
        }
        return IntStream.range(0, QUESTIONS)
                .mapToObj(i -> new Question(
                        1 + i / 2,
                        texts.get(i).strip(),
                        i < 2 && COUNTS.matcher(texts.get(i)).find() ? "code:count" : Question.VISION))
                .toList();
    }

    /** The texts under question keys, or those that stand in lists, in the order of the file. */
    private static void collect(JsonNode node, boolean keyed, List<String> texts) {
        node.properties().forEach(field -> {
            boolean question = field.getKey().toLowerCase(Locale.ROOT).contains("question");
            if (keyed && question && field.getValue().isTextual()) {
                texts.add(field.getValue().asText());
            } else {
                collect(field.getValue(), keyed, texts);
            }
        });
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (!keyed && element.isTextual()) {
                    texts.add(element.asText());
                } else {
                    collect(element, keyed, texts);
                }
            }
        }
    }

    private static JsonNode json(Path file) {
        JsonNode node = Json.read(file.toString(), text(file), JsonNode.class);
        if (node == null || !node.isContainerNode()) {
            throw new AssayException(
                    file.toString(), "no JSON object or list", "it holds one", "get the data set again");
        }
        return node;
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new AssayException(
                        file.toString(), Files.size(file) + " bytes", "at most " + MOST_BYTES, "check the file");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static AssayException unreadable(Path path, IOException e) {
        return new AssayException(
                path.toString(),
                "cannot be read: " + AssayException.reason(e),
                "a case has instruction.txt, meta.json and eval.json",
                "check the path",
                e);
    }
}
