package dev.assay.reports.rating;

import dev.assay.reports.rating.RatingSheet.Item;
import dev.assay.reports.rating.RatingSheet.Picture;
import dev.assay.reports.rating.RatingSheet.Side;
import dev.assay.spec.AssayException;
import dev.assay.spec.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Who is asked what. Every rater rates every system on every case, compares each two systems on every case, and rates some
 * items a second time without being told; order and sides are drawn anew for each.
 *
 * @param name what sheets are called, with the rater's number behind
 * @param anchor a system that is on every sheet, which others are measured against: ratings of one system alone mean little
 * @param systems two at least, the anchor among them
 * @param cases what is shown
 * @param repeats items that come a second time, at least 1
 * @param seed of the order; whoever knows it knows the key
 */
public record RatingPlan(String name, String anchor, List<String> systems, List<Shown> cases, int repeats, long seed) {
    /**
     * A case with what each system made.
     *
     * @param group its id
     * @param instruction what was asked for
     * @param references pictures that were given
     * @param sides by system
     */
    public record Shown(String group, String instruction, List<Picture> references, Map<String, Side> sides) {}

    /** A sheet and its part of the key. */
    public record Made(RatingSheet sheet, RatingKey.Sheet key) {}

    public RatingPlan {
        systems = List.copyOf(systems);
        cases = List.copyOf(cases);
        if (systems.size() < 2 || !systems.contains(anchor)) {
            throw new AssayException(
                    "ratings",
                    "the systems are %s and the anchor is '%s'".formatted(systems, anchor),
                    "two systems or more, one of them the anchor",
                    "add the base model's independent images as a system");
        }
        if (cases.isEmpty() || repeats < 1 || repeats > cases.size() * systems.size()) {
            throw new AssayException(
                    "ratings",
                    "%d cases, %d repeats".formatted(cases.size(), repeats),
                    "a case or more, and 1 to %d repeats".formatted(cases.size() * systems.size()),
                    "choose more cases or fewer repeats");
        }
    }

    /** The sheet of a rater, from 1. */
    public Made sheet(int rater) {
        Random random = new Random(seed * 31 + rater);
        String content = content();
        List<RatingKey.Entry> entries = new ArrayList<>();
        for (Shown each : cases) {
            for (int i = 0; i < systems.size(); i++) {
                entries.add(entry(content, rater, entries.size(), each.group(), systems.get(i), "", ""));
                for (int j = i + 1; j < systems.size(); j++) {
                    boolean turned = random.nextBoolean();
                    String left = systems.get(turned ? j : i);
                    entries.add(
                            entry(content, rater, entries.size(), each.group(), left, systems.get(turned ? i : j), ""));
                }
            }
        }
        Collections.shuffle(entries, random);
        repeat(content, rater, entries, repeats, random);
        String sheet = "%s-%02d".formatted(name, rater);
        Map<String, Shown> byId = new HashMap<>();
        cases.forEach(c -> byId.put(c.group(), c));
        List<Item> items =
                entries.stream().map(e -> item(e, byId.get(e.group()))).toList();
        return new Made(
                new RatingSheet(sheet, rater, RatingSheet.USUAL, items), new RatingKey.Sheet(sheet, rater, entries));
    }

    /** Hash of all that the sheets depend on, pictures included; case by case, since those are long. */
    private String content() {
        return Json.sha256(List.of(
                name,
                anchor,
                systems,
                repeats,
                seed,
                cases.stream().map(Json::sha256).toList()));
    }

    /** Puts copies of early ratings into the second half, where they are least noticed. */
    private static void repeat(String content, int rater, List<RatingKey.Entry> entries, int repeats, Random random) {
        List<RatingKey.Entry> early =
                entries.stream().filter(e -> !e.pair()).limit(repeats).toList();
        int count = entries.size();
        for (int i = 0; i < early.size(); i++) {
            RatingKey.Entry first = early.get(i);
            RatingKey.Entry copy = entry(content, rater, count + i, first.group(), first.left(), "", first.token());
            int half = Math.max(entries.indexOf(first) + 1, entries.size() / 2);
            entries.add(half + random.nextInt(entries.size() - half + 1), copy);
        }
    }

    /**
     * Tokens follow from all that is shown, so that answers to an older sheet of the same name, in a file or kept by a browser,
     * are never taken for answers to this one.
     */
    private static RatingKey.Entry entry(
            String content, int rater, int number, String group, String left, String right, String copyOf) {
        String token = Json.sha256(List.of(content, rater, number)).substring(0, 12);
        return new RatingKey.Entry(token, group, left, right, copyOf);
    }

    private static Item item(RatingKey.Entry entry, Shown shown) {
        List<Side> sides = new ArrayList<>(List.of(shown.sides().get(entry.left())));
        if (entry.pair()) {
            sides.add(shown.sides().get(entry.right()));
        }
        return new Item(entry.token(), shown.instruction(), shown.references(), sides);
    }

    /** The key of sheets that were made. */
    public RatingKey key(List<Made> made) {
        return new RatingKey(
                RatingKey.FORMAT, anchor, systems, made.stream().map(Made::key).toList());
    }
}
