package dev.assay.spec.groups;

import dev.assay.spec.AssayException;
import dev.assay.spec.groups.TaskFile.MemberPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the cases of a task from its patterns and fillings. */
final class Expansion {
    /** Key of a stress filling that names the core case it extends, from 1. */
    private static final String BASE = "case";

    /** A parameter of a drawing that holds several: {@code all: "main: red, second: blue"}. */
    private static final String SEVERAL = "all";

    private static final List<String> NUMBERS =
            List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

    private Expansion() {}

    /** The task with its cases; {@code where} names the file in errors. */
    static GroupTask expand(String where, TaskFile file) {
        List<GroupCase> cases = new ArrayList<>();
        for (int i = 0; i < file.cases().size(); i++) {
            String id = "%s-%02d".formatted(file.task(), i + 1);
            cases.add(expand(where, file, id, Split.CORE, file.cases().get(i)));
        }
        for (int i = 0; i < file.stress().size(); i++) {
            String id = "%s-s%d".formatted(file.task(), i + 1);
            cases.add(expand(where, file, id, Split.STRESS, extended(where, file, i)));
        }
        if (cases.isEmpty()) {
            throw new AssayException(where, "no cases", "a task needs cases", "add one");
        }
        GroupCase first = cases.get(0);
        return new GroupTask(
                file.task(),
                file.about(),
                file.kind(),
                file.basis(),
                first.n(),
                first.m(),
                file.keep(),
                file.emphasis(),
                cases);
    }

    private static Map<String, Object> extended(String where, TaskFile file, int index) {
        Map<String, Object> changes = new TreeMap<>(file.stress().get(index));
        if (!(changes.remove(BASE) instanceof Integer base)
                || base < 1
                || base > file.cases().size()) {
            throw new AssayException(
                    where,
                    "stress filling %d names no core case".formatted(index + 1),
                    "'case' is 1 to %d".formatted(file.cases().size()),
                    "name the case it extends");
        }
        Map<String, Object> filling = new TreeMap<>(file.cases().get(base - 1));
        filling.putAll(changes);
        return filling;
    }

    private static GroupCase expand(String where, TaskFile file, String id, Split split, Map<String, Object> filling) {
        Slots slots = new Slots(where + ": " + id, filling);
        List<Member> members = new ArrayList<>();
        file.members().forEach(pattern -> members.addAll(members(pattern, slots)));
        long targets = members.stream().filter(Member::made).count();
        slots.know("targets", targets < NUMBERS.size() ? NUMBERS.get((int) targets) : String.valueOf(targets));
        String instruction = slots.fill(file.instruction());
        List<Question> checklist = file.checklist().stream()
                .map(q -> new Question(q.level(), slots.fill(q.text()), slots.fill(q.judgedBy())))
                .toList();
        slots.finish();
        return new GroupCase(id, file.task(), split, instruction, members, file.shared(), checklist);
    }

    private static List<Member> members(MemberPattern pattern, Slots slots) {
        if (pattern.each().isEmpty()) {
            return List.of(member(pattern, slots, 0));
        }
        List<Member> members = new ArrayList<>();
        for (int k = 1; k <= slots.length(pattern.each()); k++) {
            members.add(member(pattern, slots, k));
        }
        return members;
    }

    private static Member member(MemberPattern pattern, Slots slots, int place) {
        Map<String, String> with = parameters(pattern.drawing(), slots, place);
        return new Member(
                slots.fill(pattern.id(), place),
                pattern.role(),
                slots.fill(pattern.prompt(), place),
                slots.fill(pattern.shortPrompt(), place),
                slots.fill(pattern.text(), place),
                new Drawing(slots.fill(pattern.drawing().recipe(), place), with));
    }

    private static Map<String, String> parameters(Drawing drawing, Slots slots, int place) {
        Map<String, String> with = new TreeMap<>();
        drawing.with().forEach((name, value) -> {
            String filled = slots.fill(value, place);
            if (!name.equals(SEVERAL)) {
                with.put(name, filled);
                return;
            }
            for (String entry : filled.split(",", -1)) {
                String[] pair = entry.split(":", -1);
                if (pair.length != 2) {
                    throw slots.bad("'" + entry + "' in '" + filled + "'", "it must be name: word, name: word");
                }
                with.put(pair[0].strip(), pair[1].strip());
            }
        });
        return with;
    }
}
