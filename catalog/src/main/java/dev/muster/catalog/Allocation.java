package dev.muster.catalog;

import java.util.Locale;

/**
 * That a server has, or is to have, a copy of a database.
 *
 * @param life which life of the server in the database's group this is: a server that gave its copy up comes back in a
 *     later one. 0 for those that the group was born with
 */
public record Allocation(String serverId, int life, Mode mode) {
    private static final char LIFE = '#';
    private static final char MODE = '/';

    /** What the copy is for. */
    public enum Mode {
        PRIMARY,
        SECONDARY,
        /** It has to go: it serves until the group has taken it out, and is destroyed only then. */
        LEAVING,
        /** Its server has lost it with its disk: the group has to take it out, and nobody serves it meanwhile. */
        LOST
    }

    static Allocation primary(String serverId) {
        return new Allocation(serverId, 0, Mode.PRIMARY);
    }

    boolean isLeaving() {
        return mode == Mode.LEAVING || mode == Mode.LOST;
    }

    /** The same copy when it has to go. */
    Allocation leaving() {
        return isLeaving() ? this : as(Mode.LEAVING);
    }

    Allocation as(Mode other) {
        return new Allocation(serverId, life, other);
    }

    /** As the catalog keeps it: {@code s1}, {@code s2#7}, {@code s3#7/secondary}. */
    public String text() {
        return serverId
                + (life == 0 ? "" : "" + LIFE + life)
                + (mode == Mode.PRIMARY ? "" : MODE + mode.name().toLowerCase(Locale.ROOT));
    }

    /** Reads what {@link #text} writes. */
    public static Allocation parse(String text) {
        int modeAt = text.lastIndexOf(MODE);
        Mode mode = modeAt < 0
                ? Mode.PRIMARY
                : Mode.valueOf(text.substring(modeAt + 1).toUpperCase(Locale.ROOT));
        String member = modeAt < 0 ? text : text.substring(0, modeAt);
        int lifeAt = member.lastIndexOf(LIFE);
        return lifeAt < 0
                ? new Allocation(member, 0, mode)
                : new Allocation(member.substring(0, lifeAt), Integer.parseInt(member.substring(lifeAt + 1)), mode);
    }
}
