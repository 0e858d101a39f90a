package dev.muster.node.config;

/** Which version of Muster this is. Any thread. */
public final class ProductVersion {
    private ProductVersion() {}

    /** What the build wrote into the jar; {@code (not packaged)} for classes that are in none. */
    public static String text() {
        String version = ProductVersion.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
