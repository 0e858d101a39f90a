package dev.muster.node.members;

import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Which copy of {@code system} a server is to have that has none it could go on with, or doubts that it has.
 *
 * @param life which life of the server in the group of {@code system} it is, if it is decided
 */
public record SystemCopy(Standing standing, int life) {
    /** Here no cluster has been founded: neither on the disk nor in what was heard from others. */
    public static final SystemCopy NOTHING_FOUNDED = new SystemCopy(Standing.NOTHING_FOUNDED, 0);

    /** There is a cluster, and what the server is in it is not decided yet, or cannot be told here now. */
    public static final SystemCopy NOT_KNOWN = new SystemCopy(Standing.NOT_KNOWN, 0);

    /** What the answer is worth. */
    public enum Standing {
        NOTHING_FOUNDED,
        NOT_KNOWN,
        DECIDED
    }

    /** Why a server asks. */
    public enum Reason {
        /** There is no copy on its disk: it comes for the first time, or has lost what it had. */
        NONE_HERE,
        /** The consensus log of its copy is damaged. */
        DAMAGED,
        /** Its copy has heard of no leader for long, as one does that was taken out of its group and has not been told. */
        NO_LEADER
    }

    /**
     * What is asked.
     *
     * @param serverId who asks
     * @param dataId which data directory that server works on
     * @param life the life of the copy that it has, or -1
     */
    public record Question(String serverId, UUID dataId, Reason reason, int life) {}

    /** It is decided. */
    public static SystemCopy decided(int life) {
        return new SystemCopy(Standing.DECIDED, life);
    }

    /**
     * What a server told that was asked.
     *
     * @param dataId on which data directory that server works; null if it told nothing
     */
    public record Told(SystemCopy copy, UUID dataId) {
        /** There was no answer. */
        public static final Told NOTHING = new Told(NOT_KNOWN, null);
    }

    /** Tells it to a server that asks. Any thread; nothing blocks. */
    public interface Source {
        /** On which data directory this server works. */
        UUID dataId();

        /** Decides it if it has to be. Fails if there is no majority. */
        CompletionStage<SystemCopy> of(Question question);
    }
}
