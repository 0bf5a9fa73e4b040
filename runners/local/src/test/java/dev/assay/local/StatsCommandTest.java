package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.datasets.Statistics;
import dev.assay.datasets.StatisticsFile;
import dev.assay.datasets.array.NpyArray;
import dev.assay.datasets.array.NpyReader;
import dev.assay.datasets.array.NpyWriter;
import dev.assay.datasets.array.Npz;
import dev.assay.spec.SetUsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics as files: made, merged, looked at, and used in place of the images they are of. */
class StatsCommandTest {
    private static final int N = 1300;
    private static final int D = 40;
    private static final float[] FEATURES = features();

    @TempDir
    private static Path shared;

    @TempDir
    Path temp;

    private static Path generated;
    private static Path reference;
    private static Path conv;
    private static Path referenceStats;

    @BeforeAll
    static void writePictures() {
        generated = Pictures.folder(shared.resolve("generated"), 0, 61);
        reference = Pictures.folder(shared.resolve("reference"), 1000, 70);
        conv = ConvExtractor.write(shared);
        referenceStats = make(reference, shared.resolve("reference.npz"));
    }

    /** Correlated columns of very different mean and scale, the first constant. */
    private static float[] features() {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[N * D];
        for (int i = 0; i < N; i++) {
            double shared = random.nextDouble() + i / 1000.0;
            for (int j = 1; j < D; j++) {
                values[i * D + j] = (float) ((shared + random.nextDouble()) * Math.pow(1.3, j - 20) + 10 * j);
            }
            values[i * D] = 0.3f;
        }
        return values;
    }

    private Path rows(int from, int to) {
        Path file = temp.resolve("rows-%d-%d.npy".formatted(from, to));
        NpyWriter.write(file, Arrays.copyOfRange(FEATURES, from * D, to * D), to - from, D);
        return file;
    }

    private static Assay.Ran ok(Object... arguments) {
        Assay.Ran ran = Assay.run(arguments);
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran;
    }

    private static String refused(Object... arguments) {
        Assay.Ran ran = Assay.run(arguments);
        assertThat(ran.code()).as(ran.out()).isEqualTo(Main.BAD_INPUT);
        assertThat(ran.err().strip()).startsWith("assay: ").doesNotContain("\n");
        return ran.err();
    }

    private static Path make(Path path, Path out, Object... options) {
        Object[] fixed = {"stats", "make", path, "--out", out};
        Object[] all = Arrays.copyOf(fixed, fixed.length + options.length);
        System.arraycopy(options, 0, all, fixed.length, options.length);
        ok(all);
        return out;
    }

    private Path made(Path path, Object... options) {
        return make(path, temp.resolve(path.getFileName() + ".stats.npz"), options);
    }

    private Path merged(String name, Path... parts) {
        Path out = temp.resolve(name);
        List<Object> arguments = new ArrayList<>(List.of("stats", "merge", "--out", out));
        arguments.addAll(List.of(parts));
        ok(arguments.toArray());
        return out;
    }

    private static Statistics.Own own(Path file) {
        return (Statistics.Own) StatisticsFile.read(file).orElseThrow();
    }

    /** A file as other tools write it, with the same mean and covariance. */
    private Path foreign(Path own) {
        Statistics.Gaussian gaussian = StatisticsFile.readGaussians(own).get(Statistics.FEATURES);
        int d = gaussian.dimensions();
        Path file = temp.resolve("foreign.npz");
        NpyWriter.writeNpz(
                file, Map.of("mu", NpyArray.of(gaussian.mu(), d), "sigma", NpyArray.of(gaussian.sigma(), d, d)));
        return file;
    }

    /** The same file with one array replaced. */
    private Path altered(Path own, String name, NpyArray array) {
        Map<String, NpyArray> arrays = new HashMap<>();
        Npz.headers(own).forEach((member, header) -> {
            int length = (int) header.count();
            try (NpyReader reader = Npz.open(own, member)) {
                switch (header.type()) {
                    case UINT8 -> {
                        byte[] values = new byte[length];
                        reader.readBytes(values, 0, length);
                        arrays.put(member, NpyArray.of(values, header.shape()));
                    }
                    case INT64 -> {
                        long[] values = new long[length];
                        reader.readLongs(values, 0, length);
                        arrays.put(member, NpyArray.of(values, header.shape()));
                    }
                    case FLOAT32 -> {
                        float[] values = new float[length];
                        reader.readFloats(values, 0, length);
                        arrays.put(member, NpyArray.of(values, header.shape()));
                    }
                    default -> {
                        double[] values = new double[length];
                        reader.readDoubles(values, 0, length);
                        arrays.put(member, NpyArray.of(values, header.shape()));
                    }
                }
            }
        });
        arrays.put(name, array);
        Path file = temp.resolve("altered.npz");
        NpyWriter.writeNpz(file, arrays);
        return file;
    }

    /** Means within 1e-12 of their own size, covariances within 1e-12 of the product of the standard deviations. */
    private static void assertSame(Path one, Path other) {
        Statistics.Sums a = own(one).sums().get(Statistics.FEATURES);
        Statistics.Sums b = own(other).sums().get(Statistics.FEATURES);
        assertThat(a.count()).isEqualTo(b.count());
        for (int j = 0; j < a.dimensions(); j++) {
            assertThat(a.mean()[j]).isCloseTo(b.mean()[j], within(1e-12 * Math.abs(b.mean()[j])));
        }
        assertThat(Verification.covarianceDifference(a.gaussian(), b.gaussian()))
                .isLessThan(1e-12);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 200, 512, 650, 1024, 1299})
    void mergedPartsAreTheWholeWhereverItIsCut(int cut) {
        Path whole = made(rows(0, N));
        Path first = made(rows(0, cut));
        Path second = made(rows(cut, N));
        assertSame(merged("ab.npz", first, second), whole);
        assertSame(merged("ba.npz", second, first), whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 13, 26})
    void mergingDoesNotDependOnHowManyEqualPartsThereAre(int parts) {
        Path[] files = new Path[parts];
        for (int p = 0; p < parts; p++) {
            files[p] = made(rows(p * N / parts, (p + 1) * N / parts));
        }
        assertSame(merged("all.npz", files), made(rows(0, N)));
    }

    @Test
    void mergingAtOnceAndOneAfterTheOtherGiveEqualBytes() throws IOException {
        Path a = made(rows(0, 300));
        Path b = made(rows(300, 900));
        Path c = made(rows(900, N));
        Path once = merged("once.npz", a, b, c);
        Path twice = merged("twice.npz", merged("ab.npz", a, b), c);
        assertThat(Files.readAllBytes(twice)).isEqualTo(Files.readAllBytes(once));
        assertThat(own(once).provenance().sets().stream().map(SetUsed::used)).containsExactly(300L, 600L, 400L);
        assertThat(own(once).provenance().sets().get(1))
                .isEqualTo(own(b).provenance().sets().get(0));
    }

    @Test
    void aSetMergedTwiceIsRemarkedOn() {
        Path a = made(rows(0, 300));
        Assay.Ran ran = ok("stats", "merge", a, a, "--out", temp.resolve("aa.npz"));
        assertThat(ran.err()).contains("counted more than once");
        assertThat(own(temp.resolve("aa.npz")).provenance().count()).isEqualTo(600);
    }

    @Test
    void mergedPicturesAreThoseOfAllPictures() {
        Path first = made(Pictures.zip(temp.resolve("first.zip"), 1002, 33), "--extractor", conv);
        Path second = made(Pictures.npz(temp.resolve("second.npz"), 1035, 20), "--extractor", conv);
        Path whole = made(Pictures.tar(temp.resolve("whole.tar"), 1002, 53), "--extractor", conv);
        assertSame(merged("merged.npz", first, second), whole);
    }

    @Test
    void containersThreadsAndBatchChangeNoByte() throws IOException {
        byte[] folder = Files.readAllBytes(referenceStats);
        Path zip = made(Pictures.zip(temp.resolve("r.zip"), 1000, 70), "--threads", 1, "--batch", 7);
        Path npz = made(Pictures.npz(temp.resolve("r.npz"), 1000, 70), "--threads", 3, "--batch", 64);
        assertThat(Files.readAllBytes(zip)).isEqualTo(folder);
        assertThat(Files.readAllBytes(npz)).isEqualTo(folder);
    }

    @Test
    void whatMadeThemIsKept() {
        Statistics.Own statistics = own(referenceStats);
        assertThat(statistics.provenance().assay()).isEqualTo(Version.text());
        assertThat(statistics.provenance().maker().extractor()).isEqualTo("pixels-16");
        assertThat(statistics.provenance().maker().network()).containsKeys("sha256", "resize", "mean", "scale");
        assertThat(statistics.provenance().maker().images())
                .containsExactlyInAnyOrderEntriesOf(Map.of("background", "ffffff", "orientation", "ignore"));
        JsonNode used =
                Assay.evaluate(reference, reference, "--metrics", "fid").json().get("reference");
        SetUsed set = statistics.provenance().sets().get(0);
        assertThat(set.sha256()).isEqualTo(used.get("sha256").asText());
        assertThat(set.used()).isEqualTo(70);
    }

    /** The preset stylegan3 takes the population's covariance, torch-fidelity the float32 mean. */
    @ParameterizedTest
    @CsvSource({"exact", "stylegan3", "torch-fidelity", "adm"})
    void statisticsScoreAsTheImagesTheyAreOf(String preset) {
        Object[] options = {"--metrics", "fid", "--preset", preset};
        JsonNode images = score(Assay.evaluate(generated, reference, options));
        JsonNode oneSide = score(Assay.evaluate(generated, referenceStats, options));
        JsonNode bothSides = score(Assay.evaluate(made(generated), referenceStats, options));
        double value = images.get("value").asDouble();
        assertThat(value).isPositive();
        assertThat(oneSide.get("value").asDouble()).isCloseTo(value, within(1e-12 * value));
        assertThat(bothSides).isEqualTo(oneSide).isEqualTo(images);
    }

    /** The distance is a difference of traces some 100 times its size, which is what merging's rounding grows by. */
    @Test
    void mergedStatisticsScoreAsTheImages() {
        Path parts = temp.resolve("parts");
        Path first = made(Pictures.zip(temp.resolve("first.zip"), 1002, 33), "--extractor", conv);
        Path second = made(Pictures.zip(temp.resolve("second.zip"), 1035, 36), "--extractor", conv);
        Pictures.folder(parts, 1002, 69);
        Object[] options = {"--metrics", "fid", "--extractor", conv};
        double images =
                score(Assay.evaluate(generated, parts, options)).get("value").asDouble();
        double merged = score(Assay.evaluate(generated, merged("m.npz", first, second), options))
                .get("value")
                .asDouble();
        assertThat(merged).isCloseTo(images, within(1e-10 * images));
    }

    private static JsonNode score(Assay.Ran ran) {
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran.json().get("scores").get(0);
    }

    @Test
    void aResultSaysHowManyImagesItsStatisticsAreOf() {
        JsonNode result = Assay.evaluate(generated, referenceStats).json();
        assertThat(result.get("reference").get("kind").asText()).isEqualTo("statistics");
        assertThat(result.get("reference").get("used").asLong()).isEqualTo(70);
        assertThat(result.get("scores").get(0).get("reference_count").asLong()).isEqualTo(70);
        assertThat(result.get("scores").get(0).get("notes")).isEmpty();
        assertThat(result.get("omitted").get("kid").asText()).contains("the reference set holds no");
    }

    @Test
    void anotherExtractorIsRefusedAndBothAreNamed() {
        assertThat(refused("evaluate", "--generated", generated, "--reference", referenceStats, "--extractor", conv))
                .contains("the generated images: small-conv, the reference statistics: pixels-16");
        Path other = made(generated, "--extractor", conv);
        assertThat(refused("evaluate", "--generated", other, "--reference", referenceStats))
                .contains("the generated statistics: small-conv, the reference statistics: pixels-16");
        assertThat(refused(
                        "evaluate", "--generated", other, "--reference", other, "--extractor", "inception-2015-12-05"))
                .contains("the generated statistics: small-conv, --extractor: inception-2015-12-05");
        assertThat(refused("evaluate", "--generated", rows(0, 100), "--reference", referenceStats))
                .contains("the generated features: features, the reference statistics: pixels-16");
    }

    @Test
    void imagesReadInAnotherWayAreRefused() {
        assertThat(refused(
                        "evaluate", "--generated", generated, "--reference", referenceStats, "--background", "000000"))
                .contains("the generated images and the reference statistics: both are pixels-16")
                .contains("background is 000000 in one and ffffff in the other");
    }

    @Test
    void descriptorNamesTheExtractorOfGivenStatistics() {
        Path stats = made(generated, "--extractor", conv);
        JsonNode score = score(Assay.evaluate(stats, stats, "--extractor", conv));
        assertThat(score.get("id").asText()).isEqualTo("fd[small-conv]");
    }

    @Test
    void foreignStatisticsAreTakenOnTrustAndTheScoreSaysSo() {
        JsonNode score = score(Assay.evaluate(generated, foreign(referenceStats), "--metrics", "fid"));
        JsonNode known = score(Assay.evaluate(generated, referenceStats, "--metrics", "fid"));
        assertThat(score.get("value").asDouble())
                .isCloseTo(
                        known.get("value").asDouble(),
                        within(1e-12 * known.get("value").asDouble()));
        assertThat(score.get("reference_count").asLong()).isZero();
        assertThat(score.get("notes").toString())
                .contains(
                        "the reference statistics do not say what made them; that it was pixels-16 is taken on trust");
    }

    @Test
    void statisticsOfFeaturesServeFeaturesOfTheSameName() {
        Path stats = made(rows(0, 700));
        Path named = make(rows(0, 700), temp.resolve("named.npz"), "--extractor", "my-net");
        assertThat(own(named).provenance().maker().extractor()).isEqualTo("my-net");
        JsonNode rows = score(Assay.evaluate(rows(700, N), rows(0, 700), "--metrics", "fid"));
        assertThat(score(Assay.evaluate(rows(700, N), stats, "--metrics", "fid")))
                .isEqualTo(rows);
        JsonNode known = score(Assay.evaluate(rows(700, N), named, "--metrics", "fid", "--extractor", "my-net"));
        assertThat(known.get("value")).isEqualTo(rows.get("value"));
        assertThat(refused("evaluate", "--generated", rows(700, N), "--reference", named))
                .contains("features")
                .contains("my-net");
    }

    @Test
    void statisticsOfNamedFeaturesServeImagesWithANote() {
        Path features = temp.resolve("features.npz");
        make(reference, temp.resolve("made.npz"), "--features", features);
        Path named = make(features, temp.resolve("named.npz"), "--extractor", "pixels-16");
        JsonNode score = score(Assay.evaluate(generated, named, "--metrics", "fid"));
        assertThat(score.get("value"))
                .isEqualTo(score(Assay.evaluate(generated, reference, "--metrics", "fid"))
                        .get("value"));
        assertThat(score.get("notes").toString())
                .contains("that the reference statistics come from pixels-16 is taken on trust");
    }

    @Test
    void keptFeaturesGiveEveryOtherScore() {
        Path features = temp.resolve("features.npz");
        make(reference, temp.resolve("made.npz"), "--features", features, "--extractor", conv);
        assertThat(Npz.names(features)).containsExactly("features", "logits");
        Object[] options = {"--extractor", conv, "--metrics", "kid,precision,recall"};
        JsonNode images = Assay.evaluate(generated, reference, options).json().get("scores");
        JsonNode given = Assay.evaluate(generated, features, options).json().get("scores");
        assertThat(given).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(given.get(i).get("value")).isEqualTo(images.get(i).get("value"));
        }
    }

    @Test
    void differentFeaturesAreNotMerged() {
        Path a = made(rows(0, 300));
        Path b = temp.resolve("b.npz");
        Path narrow = temp.resolve("narrow.npy");
        NpyWriter.write(narrow, new float[60], 20, 3);
        assertThat(refused("stats", "merge", a, made(narrow), "--out", b))
                .contains("features has 40 columns in one and 3 in the other");
        assertThat(refused("stats", "merge", referenceStats, made(generated, "--extractor", conv), "--out", b))
                .contains("one is pixels-16, the other small-conv");
        assertThat(refused("stats", "merge", referenceStats, made(generated, "--orientation", "apply"), "--out", b))
                .contains("both are pixels-16, but orientation is ignore in one and apply in the other");
        assertThat(refused("stats", "merge", foreign(referenceStats), referenceStats, "--out", b))
                .contains("a mean and a covariance but neither a count nor what made them");
        Path spatial = temp.resolve("spatial.npz");
        NpyWriter.writeNpz(
                spatial,
                Map.of(
                        "features", NpyArray.of(new float[40 * 2], 2, 40),
                        "spatial", NpyArray.of(new float[4], 2, 2)));
        assertThat(refused("stats", "merge", a, made(spatial), "--out", b))
                .contains("one has [features], the other [features, spatial]");
        assertThat(b).doesNotExist();
    }

    @Test
    void statisticsAreNotMadeOfStatistics() {
        assertThat(refused("stats", "make", referenceStats, "--out", temp.resolve("x.npz")))
                .contains("it holds statistics of [features]")
                .contains("stats merge");
    }

    @Test
    void bothTapsOfAFeatureFileAreMade() {
        Path file = temp.resolve("two.npz");
        NpyWriter.writeNpz(
                file,
                Map.of(
                        "pool3", NpyArray.of(new float[] {1, 2, 3, 5}, 2, 2),
                        "spatial", NpyArray.of(new float[] {1, 2}, 2, 1),
                        "logits", NpyArray.of(new float[] {1, 2}, 2, 1)));
        Path stats = made(file);
        assertThat(Npz.names(stats)).contains("mu", "sigma", "mu_s", "sigma_s");
        assertThat(StatisticsFile.readGaussians(stats).get(Statistics.SPATIAL).sigma())
                .containsExactly(0.5);
        assertThat(StatisticsFile.readGaussians(stats).get(Statistics.FEATURES).sigma())
                .containsExactly(2, 3, 3, 4.5);
    }

    @Test
    void inspectTellsOfOwnAndForeignFiles() {
        String own = ok("stats", "inspect", referenceStats).out();
        assertThat(own)
                .contains("sigma            float64 [768, 768]")
                .contains("  images           70\n")
                .contains("  rank             69 of 768")
                .contains("extractor          pixels-16")
                .contains("70 of 70, content "
                        + own(referenceStats).provenance().sets().get(0).sha256());
        assertThat(ok("stats", "inspect", foreign(referenceStats)).out())
                .contains("  images           not stated")
                .contains("made by            not stated");
    }

    @Test
    void inspectTellsTheSameAsJson() {
        Path file = temp.resolve("f.npz");
        NpyWriter.writeNpz(
                file,
                Map.of(
                        "mu", NpyArray.of(new double[] {3, -4}, 2),
                        "sigma", NpyArray.of(new double[] {2, 2, 2, 2}, 2, 2)));
        JsonNode json = ok("stats", "inspect", file, "--json").json();
        JsonNode tap = json.get("taps").get("features");
        assertThat(tap.get("dimensions").asInt()).isEqualTo(2);
        assertThat(tap.get("count").asInt()).isZero();
        assertThat(tap.get("mean_norm").asDouble()).isEqualTo(5);
        assertThat(tap.get("trace").asDouble()).isEqualTo(4);
        assertThat(tap.get("rank").asInt()).isEqualTo(1);
        assertThat(json.get("provenance")).isEmpty();
        JsonNode ours = ok("stats", "inspect", referenceStats, "--json").json();
        assertThat(ours.get("provenance").get(0).get("maker").get("extractor").asText())
                .isEqualTo("pixels-16");
    }

    @Test
    void inspectLetsNoFileSteerTheTerminal() {
        Path file = temp.resolve("f.npz");
        NpyWriter.writeNpz(file, Map.of("\u001b[31mred", NpyArray.of(new double[1], 1)));
        assertThat(refused("stats", "inspect", file)).contains("?[31mred").doesNotContain("\u001b");
    }

    @Test
    void verifyAcceptsWhatMakeAndMergeWrote() {
        assertThat(ok("stats", "verify", referenceStats).out()).contains("rank 69 of 768");
        assertThat(ok("stats", "verify", referenceStats, reference).out())
                .contains("features mean again")
                .contains("equal, bit for bit")
                .doesNotContain("differs");
        Path merged = merged("m.npz", made(rows(0, 500)), made(rows(500, N)));
        assertThat(ok("stats", "verify", merged, rows(0, N), "--tolerance", "1e-12")
                        .out())
                .contains("2 sets were merged");
        assertThat(ok("stats", "verify", made(rows(3, 4))).out()).contains("ok");
        assertThat(ok("stats", "verify", foreign(referenceStats), reference).out())
                .contains("ok");
    }

    @Test
    void verifyFindsOtherImages() {
        Assay.Ran ran = Assay.run("stats", "verify", referenceStats, generated);
        assertThat(ran.code()).isEqualTo(Main.CHECK_FAILED);
        assertThat(ran.out())
                .contains("FAILS  count")
                .contains("FAILS  content")
                .contains("FAILS  features mean again")
                .contains("70, but 61 are there");
    }

    @Test
    void verifyFindsAlteredNumbers() {
        Statistics.Sums sums = own(referenceStats).sums().get(Statistics.FEATURES);
        int d = sums.dimensions();
        double[] mu = sums.mean().clone();
        mu[3] = Math.nextUp(mu[3]);
        assertThat(failed(altered(referenceStats, "mu", NpyArray.of(mu, d)))).contains("FAILS  features mu and sigma");
        float[] sum = sums.sumFloat32().clone();
        sum[5] *= 1.01f;
        assertThat(failed(altered(referenceStats, "sum_float32", NpyArray.of(sum, d))))
                .contains("FAILS  features float32 sum");
        double[] scatter = sums.scatter().clone();
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                scatter[i * d + j] *= i == j ? 1 : 2;
            }
        }
        assertThat(failed(altered(referenceStats, "scatter", NpyArray.of(scatter, d, d))))
                .contains("is not positive semidefinite");
        scatter[1] = Double.NaN;
        assertThat(refused("stats", "verify", altered(referenceStats, "scatter", NpyArray.of(scatter, d, d))))
                .contains("scatter[0][1] is NaN");
    }

    private static String failed(Path file) {
        Assay.Ran ran = Assay.run("stats", "verify", file);
        assertThat(ran.code()).as(ran.err()).isEqualTo(Main.CHECK_FAILED);
        return ran.out();
    }

    @Test
    void verifyRefusesAnotherExtractor() {
        assertThat(refused("stats", "verify", referenceStats, reference, "--extractor", conv))
                .contains("one is pixels-16, the other small-conv");
    }

    @Test
    void usageIsExplained() {
        assertThat(Assay.run("stats").err()).contains("make, merge, inspect or verify");
        assertThat(Assay.run("stats", "merge", referenceStats, "--out", "x").code())
                .isEqualTo(Main.BAD_INPUT);
        assertThat(refused("stats", "make", reference, "--out", temp)).contains("is a folder");
        assertThat(refused("stats", "inspect", temp.resolve("none.npz"))).contains("there is no such file");
    }
}
