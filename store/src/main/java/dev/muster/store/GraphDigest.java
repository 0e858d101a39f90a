package dev.muster.store;

import java.util.HexFormat;

/**
 * A 128-bit digest of everything a user can see in a graph: each node and relationship with id, labels or type and ends,
 * and properties. Members of a database have equal digests at equal transaction ids; so has a restored copy.
 *
 * <p>It is the sum, modulo 2^128, of a cryptographic hash of every record, so that a transaction updates it by what it
 * changed, and order does not matter. It detects defects and damage; it is no proof against a forger.
 */
public record GraphDigest(long high, long low) {
    /** The digest of an empty graph. */
    public static final GraphDigest EMPTY = new GraphDigest(0, 0);

    /** With one more record in it. */
    public GraphDigest plus(GraphDigest record) {
        long sumLow = low + record.low;
        long carry = Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0;
        return new GraphDigest(high + record.high + carry, sumLow);
    }

    /** With one record less in it. */
    public GraphDigest minus(GraphDigest record) {
        long borrow = Long.compareUnsigned(low, record.low) < 0 ? 1 : 0;
        return new GraphDigest(high - record.high - borrow, low - record.low);
    }

    /** Reads what {@link #toString} wrote. */
    public static GraphDigest parse(String hex) {
        if (hex.length() != 32) {
            throw new IllegalArgumentException("not a digest of 32 hexadecimal digits: '" + hex + "'");
        }
        return new GraphDigest(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
    }

    @Override
    public String toString() {
        HexFormat format = HexFormat.of();
        return format.toHexDigits(high) + format.toHexDigits(low);
    }
}
