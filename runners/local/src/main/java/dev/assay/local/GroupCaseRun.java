package dev.assay.local;

import dev.assay.datasets.ContentHash;
import dev.assay.datasets.Image;
import dev.assay.local.judge.Panel;
import dev.assay.local.judge.Picture;
import dev.assay.local.judge.Query;
import dev.assay.reports.SampleGrid.Tile;
import dev.assay.spec.SetUsed;
import dev.assay.spec.groups.Emphasis;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.GroupTask;
import dev.assay.spec.groups.Member;
import dev.assay.spec.groups.Question;
import dev.assay.spec.groups.result.CaseScores;
import dev.assay.spec.groups.result.CaseScores.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * One case for all systems: read, look, score, judge.
 *
 * @param category the task belongs to
 * @param task the case belongs to
 * @param of the case
 * @param systems folders in the order of the run
 * @param known references and true pictures
 * @param eyes the networks
 * @param scorer what they are scored by
 * @param panels judges beside code
 */
record GroupCaseRun(
        String category,
        GroupTask task,
        GroupCase of,
        List<CaseFolder> systems,
        KnownPictures known,
        GroupEyes eyes,
        GroupScorer scorer,
        List<Panel> panels)
        implements Callable<GroupCaseRun.Outcome> {
    static final String CHECKS = "checks";

    /** Longest side of a picture in a contact sheet. */
    private static final int SHOWN = 96;

    private static final Tile BLANK = new Tile(1, 1, new byte[] {-1, -1, -1});
    private static final Tile MISSING = missing();

    /**
     * What a case gave.
     *
     * @param systems in the order of the run
     * @param truths features of the true pictures
     * @param sheet its pictures, a row for what is known and one for each system
     * @param columns of the sheet
     * @param unknownReference whether a reference could not be had
     */
    record Outcome(
            GroupTask task,
            GroupCase of,
            List<OfSystem> systems,
            List<float[]> truths,
            List<Tile> sheet,
            int columns,
            boolean unknownReference) {
        /** Whether any system has this score. */
        boolean gave(String score) {
            return systems.stream().anyMatch(s -> s.scores().scores().containsKey(score));
        }

        /** All but the pictures of the sheet, which need not be kept once it is written. */
        Outcome withoutSheet() {
            return new Outcome(task, of, systems, truths, List.of(), columns, unknownReference);
        }
    }

    /** What one system gave. */
    record OfSystem(
            CaseScores scores,
            List<SetUsed.Skipped> missing,
            List<byte[]> digests,
            List<float[]> features,
            Map<String, GroupChecklist.Sheet> sheets) {}

    /** The score of a judge. */
    static String checklist(String judge) {
        return "checklist[" + judge + "]";
    }

    @Override
    public Outcome call() {
        List<Member> targets = of.targets();
        List<Image> references = of.references().stream()
                .flatMap(m -> known.picture(of, m).stream())
                .toList();
        List<Optional<Image>> truths =
                targets.stream().map(m -> known.picture(of, m)).toList();
        List<Optional<boolean[]>> masks = targets.stream()
                .map(m -> references.stream().findFirst().flatMap(r -> known.mayChange(of, m, r)))
                .toList();
        List<Optional<GroupEyes.View>> seenTruths = see(truths);
        GroupScorer.Asked asked = new GroupScorer.Asked(
                task.emphasis().contains(Emphasis.O),
                eyes.see(references).stream().map(GroupEyes.View::seen).toList(),
                seenTruths.stream().map(v -> v.map(GroupEyes.View::seen)).toList(),
                masks,
                eyes.texts(targets));
        List<Tile> sheet = new ArrayList<>();
        references.forEach(r -> sheet.add(tile(r)));
        for (int i = references.size(); i < of.m(); i++) {
            sheet.add(MISSING);
        }
        truths.forEach(t -> sheet.add(t.map(GroupCaseRun::tile).orElse(BLANK)));
        List<OfSystem> outcomes = new ArrayList<>();
        for (CaseFolder system : systems) {
            outcomes.add(ofSystem(system, asked, new Known(references, truths, masks), sheet));
        }
        return new Outcome(
                task,
                of,
                outcomes,
                seenTruths.stream()
                        .flatMap(Optional::stream)
                        .map(GroupEyes.View::features)
                        .toList(),
                sheet,
                of.n(),
                references.size() < of.m());
    }

    /** The pictures of a case that are the same for all systems. */
    private record Known(List<Image> references, List<Optional<Image>> truths, List<Optional<boolean[]>> masks) {}

    private OfSystem ofSystem(CaseFolder system, GroupScorer.Asked asked, Known known, List<Tile> sheet) {
        List<Optional<Image>> outputs = new ArrayList<>();
        List<SetUsed.Skipped> missing = new ArrayList<>();
        List<byte[]> digests = new ArrayList<>();
        for (int i = 0; i < of.m(); i++) {
            sheet.add(BLANK);
        }
        for (Member member : of.targets()) {
            CaseFolder.Found found = system.find(of, member);
            outputs.add(found.image());
            found.image()
                    .ifPresentOrElse(
                            image -> digests.add(ContentHash.digest(image)),
                            () -> missing.add(new SetUsed.Skipped(of.id() + "/" + member.id(), found.problem())));
            sheet.add(found.image().map(GroupCaseRun::tile).orElse(MISSING));
        }
        List<Optional<GroupEyes.View>> views = see(outputs);
        Map<String, Double> scores = new TreeMap<>(scorer.scores(
                asked, views.stream().map(v -> v.map(GroupEyes.View::seen)).toList()));
        Map<String, GroupChecklist.Sheet> sheets = judge(outputs, known, scores);
        Map<String, List<Answer>> answers = new TreeMap<>();
        sheets.forEach((judge, found) -> answers.put(judge, found.answers()));
        return new OfSystem(
                new CaseScores(
                        of.id(), task.id(), category, outputs.size(), outputs.size() - missing.size(), scores, answers),
                missing,
                digests,
                views.stream()
                        .flatMap(Optional::stream)
                        .map(GroupEyes.View::features)
                        .toList(),
                sheets);
    }

    /** Answers by judge, {@code offline} for code alone; their scores go with the others. */
    private Map<String, GroupChecklist.Sheet> judge(
            List<Optional<Image>> outputs, Known known, Map<String, Double> scores) {
        List<Question> questions = of.checklist().stream()
                .sorted(Comparator.comparingInt(Question::level))
                .toList();
        int present = (int) outputs.stream().filter(Optional::isPresent).count();
        GroupChecklist checklist = new GroupChecklist(
                questions,
                new CodeChecks(known.references(), outputs, known.truths(), known.masks()),
                query(known.references(), outputs),
                present);
        Map<String, GroupChecklist.Sheet> sheets = new TreeMap<>();
        GroupChecklist.Sheet code = checklist.byCode();
        code.byCode().ifPresent(share -> scores.put(CHECKS, share));
        sheets.put(GroupOptions.OFFLINE, code);
        for (Panel panel : questions.isEmpty() ? List.<Panel>of() : panels) {
            GroupChecklist.Sheet sheet = checklist.by(panel);
            sheets.put(panel.judge().name(), sheet);
            sheet.score(questions)
                    .ifPresent(h -> scores.put(checklist(panel.judge().name()), h));
        }
        return sheets;
    }

    private Query query(List<Image> references, List<Optional<Image>> outputs) {
        List<Picture> pictures = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < references.size(); i++) {
            pictures.add(new Picture("reference " + (i + 1), references.get(i)));
        }
        for (int i = 0; i < outputs.size(); i++) {
            String label = "output %d (%s)".formatted(i + 1, of.targets().get(i).id());
            outputs.get(i).ifPresentOrElse(image -> pictures.add(new Picture(label, image)), () -> missing.add(label));
        }
        return new Query(of.instruction(), "", pictures, missing);
    }

    /** All that are there in one pass of the networks. */
    private List<Optional<GroupEyes.View>> see(List<Optional<Image>> images) {
        List<GroupEyes.View> views =
                eyes.see(images.stream().flatMap(Optional::stream).toList());
        List<Optional<GroupEyes.View>> all = new ArrayList<>();
        int next = 0;
        for (Optional<Image> image : images) {
            all.add(image.isPresent() ? Optional.of(views.get(next++)) : Optional.empty());
        }
        return all;
    }

    private static Tile tile(Image image) {
        Image small = Fitted.within(image, SHOWN);
        return new Tile(small.height(), small.width(), small.rgb());
    }

    /** What stands for a picture that is not there. */
    private static Tile missing() {
        int side = 24;
        byte[] rgb = new byte[3 * side * side];
        for (int i = 0; i < side * side; i++) {
            boolean cross = i % side == i / side || i % side == side - 1 - i / side;
            rgb[3 * i] = (byte) 200;
            rgb[3 * i + 1] = (byte) (cross ? 40 : 200);
            rgb[3 * i + 2] = (byte) (cross ? 40 : 200);
        }
        return new Tile(side, side, rgb);
    }
}
