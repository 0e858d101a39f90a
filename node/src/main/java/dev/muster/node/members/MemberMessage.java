package dev.muster.node.members;

import dev.muster.node.query.Members;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * A message on the routing port: version, number, kind, then the kind's fields. {@code number} pairs a question with its
 * answer on one connection.
 */
sealed interface MemberMessage {
    byte VERSION = 1;

    long number();

    /** Please propose this as the leader of the database's group. */
    record Propose(long number, UUID databaseId, byte[] changeSet) implements MemberMessage {}

    /**
     * Please say, as the leader of the database's group and confirmed by a majority, how far it is, and set so many ids aside
     * for me (0: none).
     */
    record Barrier(long number, UUID databaseId, int idsWanted) implements MemberMessage {}

    /** It stands so here; {@code idCount} ids from each of the first ones on are yours, 0 if none were asked for. */
    record Stands(long number, long transactionId, int term, long firstNodeId, long firstRelationshipId, int idCount)
            implements MemberMessage {}

    /** It was applied here under this transaction id. */
    record Committed(long number, long transactionId) implements MemberMessage {}

    /** It was rejected at apply time. */
    record Conflicted(long number, String reason) implements MemberMessage {}

    /** It was not proposed, or its outcome is not known; which of them, {@code failure} says. */
    record Refused(long number, Failure failure, String text) implements MemberMessage {}

    /** Which of your stores of this name is used by no database? */
    record FindStore(long number, String databaseName) implements MemberMessage {}

    /** Please make durable in its store what you have of this database, whether it runs or not. */
    record Secure(long number, UUID databaseId) implements MemberMessage {}

    /** The last transaction of that store, or -1 if there is none. */
    record FoundStore(long number, long lastTransactionId) implements MemberMessage {}

    /** I have no copy of {@code system} that I could go on with, or doubt that it is still mine. Which one am I to have? */
    record AskSystemCopy(long number, SystemCopy.Question question) implements MemberMessage {}

    /** This one; and I work on that data directory. */
    record SystemCopyIs(long number, SystemCopy copy, UUID dataId) implements MemberMessage {}

    /** Please have the database's group, which you lead, agree on an entry that changes nothing. */
    record Probe(long number, UUID databaseId) implements MemberMessage {}

    /** It is this one, and applied here. */
    record Probed(long number, long index) implements MemberMessage {}

    /** How far has your copy of the database come in its group? */
    record AskPosition(long number, UUID databaseId) implements MemberMessage {}

    /** So far. */
    record PositionIs(long number, Members.Position position) implements MemberMessage {}

    /** Please lift the quarantine of your copy of this database, with this operation. */
    record Lift(long number, String database, String operation) implements MemberMessage {}

    /** That was done, or not: the text says what, or why not. */
    record Told(long number, boolean done, String text) implements MemberMessage {}

    /** The families of {@link dev.muster.raft.RaftException}, and a database that may not be written there. */
    enum Failure {
        NOT_LEADER,
        OVERLOADED,
        OUTCOME_UNKNOWN,
        STOPPED,
        LOG_FULL,
        READ_ONLY
    }

    default byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(number());
            if (this instanceof Propose propose) {
                out.writeByte('P');
                out.writeLong(propose.databaseId().getMostSignificantBits());
                out.writeLong(propose.databaseId().getLeastSignificantBits());
                out.writeInt(propose.changeSet().length);
                out.write(propose.changeSet());
            } else if (this instanceof Barrier barrier) {
                out.writeByte('B');
                out.writeLong(barrier.databaseId().getMostSignificantBits());
                out.writeLong(barrier.databaseId().getLeastSignificantBits());
                out.writeInt(barrier.idsWanted());
            } else if (this instanceof Stands stands) {
                out.writeByte('T');
                out.writeLong(stands.transactionId());
                out.writeInt(stands.term());
                out.writeLong(stands.firstNodeId());
                out.writeLong(stands.firstRelationshipId());
                out.writeInt(stands.idCount());
            } else if (this instanceof Committed committed) {
                out.writeByte('C');
                out.writeLong(committed.transactionId());
            } else if (this instanceof Conflicted conflicted) {
                out.writeByte('X');
                out.writeUTF(shortened(conflicted.reason()));
            } else if (this instanceof Refused refused) {
                out.writeByte('R');
                out.writeByte(refused.failure().ordinal());
                out.writeUTF(shortened(refused.text()));
            } else if (this instanceof FindStore find) {
                out.writeByte('F');
                out.writeUTF(shortened(find.databaseName()));
            } else if (this instanceof Secure secure) {
                out.writeByte('K');
                out.writeLong(secure.databaseId().getMostSignificantBits());
                out.writeLong(secure.databaseId().getLeastSignificantBits());
            } else if (this instanceof FoundStore found) {
                out.writeByte('S');
                out.writeLong(found.lastTransactionId());
            } else if (this instanceof AskSystemCopy ask) {
                out.writeByte('A');
                SystemCopy.Question question = ask.question();
                out.writeUTF(shortened(question.serverId()));
                out.writeLong(question.dataId().getMostSignificantBits());
                out.writeLong(question.dataId().getLeastSignificantBits());
                out.writeByte(question.reason().ordinal());
                out.writeInt(question.life());
            } else if (this instanceof SystemCopyIs is) {
                out.writeByte('Y');
                out.writeByte(is.copy().standing().ordinal());
                out.writeInt(is.copy().life());
                out.writeLong(is.dataId().getMostSignificantBits());
                out.writeLong(is.dataId().getLeastSignificantBits());
            } else {
                writeOther(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void writeOther(DataOutputStream out) throws IOException {
        if (this instanceof Probe probe) {
            out.writeByte('E');
            out.writeLong(probe.databaseId().getMostSignificantBits());
            out.writeLong(probe.databaseId().getLeastSignificantBits());
        } else if (this instanceof Probed probed) {
            out.writeByte('I');
            out.writeLong(probed.index());
        } else if (this instanceof AskPosition ask) {
            out.writeByte('W');
            out.writeLong(ask.databaseId().getMostSignificantBits());
            out.writeLong(ask.databaseId().getLeastSignificantBits());
        } else if (this instanceof PositionIs is) {
            out.writeByte('O');
            out.writeUTF(is.position().leader() == null ? "" : is.position().leader());
            out.writeInt(is.position().term());
            out.writeLong(is.position().lastIndex());
            out.writeLong(is.position().appliedIndex());
        } else if (this instanceof Lift lift) {
            out.writeByte('Q');
            out.writeUTF(shortened(lift.database()));
            out.writeUTF(shortened(lift.operation()));
        } else if (this instanceof Told told) {
            out.writeByte('D');
            out.writeBoolean(told.done());
            out.writeUTF(shortened(told.text()));
        }
    }

    private static Members.Position position(String leader, int term, long lastIndex, long appliedIndex) {
        return new Members.Position(leader.isEmpty() ? null : leader, term, lastIndex, appliedIndex);
    }

    /** Reads a frame; throws {@link IOException} if it is none of ours. */
    static MemberMessage decode(byte[] frame) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame));
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException("routing protocol version " + version + " is not known here, only " + VERSION);
        }
        long number = in.readLong();
        byte kind = in.readByte();
        return switch (kind) {
            case 'P' -> {
                UUID id = new UUID(in.readLong(), in.readLong());
                int length = in.readInt();
                if (length != in.available()) {
                    throw new IOException("a proposal of " + length + " bytes came with " + in.available());
                }
                yield new Propose(number, id, in.readNBytes(length));
            }
            case 'B' -> new Barrier(number, new UUID(in.readLong(), in.readLong()), in.readInt());
            case 'T' -> new Stands(number, in.readLong(), in.readInt(), in.readLong(), in.readLong(), in.readInt());
            case 'C' -> new Committed(number, in.readLong());
            case 'X' -> new Conflicted(number, in.readUTF());
            case 'R' -> {
                int failure = in.readUnsignedByte();
                if (failure >= Failure.values().length) {
                    throw new IOException("unknown refusal " + failure);
                }
                yield new Refused(number, Failure.values()[failure], in.readUTF());
            }
            case 'F' -> new FindStore(number, in.readUTF());
            case 'K' -> new Secure(number, new UUID(in.readLong(), in.readLong()));
            case 'S' -> new FoundStore(number, in.readLong());
            case 'A' ->
                new AskSystemCopy(
                        number,
                        new SystemCopy.Question(
                                in.readUTF(),
                                new UUID(in.readLong(), in.readLong()),
                                reason(in.readUnsignedByte()),
                                in.readInt()));
            case 'Y' ->
                new SystemCopyIs(
                        number,
                        systemCopy(in.readUnsignedByte(), in.readInt()),
                        new UUID(in.readLong(), in.readLong()));
            case 'E' -> new Probe(number, new UUID(in.readLong(), in.readLong()));
            case 'I' -> new Probed(number, in.readLong());
            case 'W' -> new AskPosition(number, new UUID(in.readLong(), in.readLong()));
            case 'O' -> new PositionIs(number, position(in.readUTF(), in.readInt(), in.readLong(), in.readLong()));
            case 'Q' -> new Lift(number, in.readUTF(), in.readUTF());
            case 'D' -> new Told(number, in.readBoolean(), in.readUTF());
            default -> throw new IOException("unknown message '" + (char) kind + "' on the routing port");
        };
    }

    private static SystemCopy.Reason reason(int ordinal) throws IOException {
        SystemCopy.Reason[] reasons = SystemCopy.Reason.values();
        if (ordinal >= reasons.length) {
            throw new IOException("there is no such reason to ask: " + ordinal);
        }
        return reasons[ordinal];
    }

    private static SystemCopy systemCopy(int standing, int life) throws IOException {
        if (standing >= SystemCopy.Standing.values().length) {
            throw new IOException("unknown standing " + standing);
        }
        return new SystemCopy(SystemCopy.Standing.values()[standing], life);
    }

    private static String shortened(String text) {
        String given = text == null ? "" : text;
        return given.length() <= 1_000 ? given : given.substring(0, 1_000);
    }
}
