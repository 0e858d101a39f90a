package dev.muster.catalog;

/**
 * How many copies of a database are wanted: primaries vote and can lead, secondaries get every transaction and serve reads
 * and backups.
 */
public record Topology(int primaries, int secondaries) {
    /** The most primaries that can be asked for (facts/backup-and-admin.md F.8). */
    static final int PRIMARIES_MAX = 11;
    /** The most secondaries that the language knows. */
    static final int SECONDARIES_MAX = 20;
    /** The most secondaries that consensus can have: its library stops at two learners per group. */
    static final int SECONDARIES_SUPPORTED = 2;

    /** On how many servers. */
    int copies() {
        return primaries + secondaries;
    }
}
