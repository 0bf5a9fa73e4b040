package dev.assay.local;

import dev.assay.datasets.Image;
import dev.assay.datasets.emoji.Emoji;
import dev.assay.datasets.emoji.groups.Album;
import dev.assay.datasets.emoji.groups.GroupCases;
import dev.assay.datasets.emoji.groups.Picture;
import dev.assay.spec.groups.Basis;
import dev.assay.spec.groups.Drawing;
import dev.assay.spec.groups.Emphasis;
import dev.assay.spec.groups.GroupBenchmark;
import dev.assay.spec.groups.GroupCase;
import dev.assay.spec.groups.GroupTask;
import dev.assay.spec.groups.Member;
import dev.assay.spec.groups.MemberRole;
import dev.assay.spec.groups.Split;
import dev.assay.spec.groups.TaskKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The benchmark {@code emoji-groups}, ours: groups of the embedded emoji, with every true picture. Members are {@code
 * member-1} and so on, the given ones first.
 */
final class EmojiGroups implements KnownPictures {
    static final String ID = "emoji-groups";

    private static final int VERSION = 1;
    private static final String PICTURES = "emoji-32";
    private static final String MEMBER = "member-";

    /** Tasks whose pictures have an order. */
    private static final Set<String> SEQUENCES = Set.of("clock-sequence", "moon-sequence");

    private final Album album;
    private final GroupBenchmark benchmark;
    private final Map<String, List<Picture>> members = new LinkedHashMap<>();

    private EmojiGroups(Album album) {
        this.album = album;
        Map<String, List<GroupCase>> cases = new TreeMap<>();
        for (dev.assay.datasets.emoji.groups.GroupCase one :
                GroupCases.of(album.set().entries())) {
            members.put(one.id(), one.members());
            cases.computeIfAbsent(one.task().id(), t -> new ArrayList<>()).add(converted(one));
        }
        this.benchmark = new GroupBenchmark(
                ID,
                VERSION,
                "Groups of the embedded emoji with every true picture",
                cases.entrySet().stream()
                        .map(e -> task(e.getKey(), e.getValue()))
                        .toList());
    }

    static EmojiGroups load() {
        return new EmojiGroups(Album.of(Emoji.load(PICTURES)));
    }

    GroupBenchmark benchmark() {
        return benchmark;
    }

    /** The cases task by task in the order of {@link GroupCases}, which is not that of the tasks' names. */
    List<GroupCase> inOrder() {
        return members.keySet().stream().map(benchmark::caseNamed).toList();
    }

    private static GroupTask task(String id, List<GroupCase> cases) {
        GroupCase first = cases.get(0);
        List<Emphasis> emphasis = SEQUENCES.contains(id)
                ? List.of(Emphasis.A, Emphasis.P, Emphasis.O)
                : List.of(Emphasis.A, Emphasis.P, Emphasis.CS);
        return new GroupTask(
                id,
                id.replace('-', ' '),
                first.m() == 0 ? TaskKind.TEXT : TaskKind.REFERENCE,
                List.of(Basis.E),
                first.n(),
                first.m(),
                "",
                emphasis,
                cases);
    }

    private static GroupCase converted(dev.assay.datasets.emoji.groups.GroupCase one) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < one.members().size(); i++) {
            Picture picture = one.members().get(i);
            members.add(new Member(
                    MEMBER + (i + 1),
                    i < one.task().given() ? MemberRole.REFERENCE : MemberRole.TARGET,
                    picture.prompt(),
                    picture.prompt(),
                    "",
                    new Drawing(
                            PICTURES,
                            Map.of(
                                    "entry",
                                    picture.entry().id(),
                                    "look",
                                    picture.look().word()))));
        }
        return new GroupCase(
                one.id(),
                one.task().id(),
                Split.CORE,
                one.task().id().replace('-', ' '),
                members,
                List.of(),
                List.of());
    }

    @Override
    public Optional<Image> picture(GroupCase of, Member member) {
        int place = Integer.parseInt(member.id().substring(MEMBER.length())) - 1;
        return Optional.of(album.image(members.get(of.id()).get(place)));
    }
}
