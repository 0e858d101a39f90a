package dev.muster.bolt.packstream;

/**
 * How structures look in one protocol version.
 *
 * @param elementIds whether graph entities carry element ids (from 5.0)
 * @param utc whether date-times are sent as UTC seconds (from 5.0, and with the {@code utc} patch) or as local ones
 * @param readsEntities whether nodes, relationships and paths may be read too: clients never send any
 */
public record Dialect(boolean elementIds, boolean utc, boolean readsEntities) {
    /** Protocol 5.0 and newer. */
    public static final Dialect MODERN = new Dialect(true, true, false);
    /** Protocol 4.x with the {@code utc} patch. */
    public static final Dialect LEGACY_UTC = new Dialect(false, true, false);
    /** Protocol 4.x as it was. */
    public static final Dialect LEGACY = new Dialect(false, false, false);
    /** Between servers, which hand rows on to each other. */
    public static final Dialect BETWEEN_SERVERS = new Dialect(true, true, true);
}
