package dev.muster.catalog;

/**
 * The artifacts that a database begins with ({@code seedURI} and what goes with it; facts/backup-and-admin.md B.7).
 *
 * @param uri of an artifact, or of a folder with them
 * @param until up to where they are taken: a transaction id, which is excluded, or a moment as ISO-8601 in UTC, before which
 *     transactions were committed; null for all there is
 * @param database which one of a folder with several; null if there is only one
 */
public record ArtifactSeed(String uri, String until, String database) {
    /** All there is of the one database there. */
    public static ArtifactSeed of(String uri) {
        return uri == null ? null : new ArtifactSeed(uri, null, null);
    }
}
