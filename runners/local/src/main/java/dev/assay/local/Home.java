package dev.assay.local;

import java.nio.file.Path;

/**
 * Where Assay keeps the networks it made of the user's weights: the system property {@code assay.home}, else {@code
 * ASSAY_HOME} of the environment, else {@code .assay} in the home folder.
 */
final class Home {
    private Home() {}

    static Path folder() {
        String set = System.getProperty("assay.home", System.getenv("ASSAY_HOME"));
        return set == null || set.isBlank() ? Path.of(System.getProperty("user.home"), ".assay") : Path.of(set);
    }

    /** Where weight files are looked for. */
    static Path weights() {
        return folder().resolve("weights");
    }

    /** Networks made of weights, a folder for each. */
    static Path extractors() {
        return folder().resolve("extractors");
    }

    /** Answers of judges, so that none is asked for twice. */
    static Path judgements() {
        return folder().resolve("judgements");
    }
}
