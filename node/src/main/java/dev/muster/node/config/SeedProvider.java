package dev.muster.node.config;

/** What databases may be seeded from, by the names that {@code dbms.databases.seed_from_uri_providers} knows. */
public enum SeedProvider {
    /** Object stores. */
    CLOUD("CloudSeedProvider"),
    /** Its older name for S3. */
    S3("S3SeedProvider"),
    /** Files of the server's machine. */
    FILE("FileSeedProvider");

    private final String text;

    SeedProvider(String text) {
        this.text = text;
    }

    /** Its name in the setting. */
    public String text() {
        return text;
    }

    /** Whether this one is enough for what needs the other; there are no object stores but S3's. */
    public boolean covers(SeedProvider needed) {
        return this == needed || (this == S3 && needed == CLOUD);
    }
}
