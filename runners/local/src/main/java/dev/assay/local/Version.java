package dev.assay.local;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest; {@code development} when run from class files. */
final class Version implements IVersionProvider {
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"assay " + text()};
    }
}
