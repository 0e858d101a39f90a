package dev.muster.raft.wire;

import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.RaftMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Takes a frame apart. */
public final class FrameReader {
    private static final RaftModelFactory MODEL = new DefaultRaftModelFactory();
    /** Index, term, type, length. */
    private static final int ENTRY_BYTES_MIN = 17;

    private FrameReader() {}

    /** What one life of a server has sent to one life of another. */
    public record Frame(Endpoint sender, Endpoint target, List<Incoming> messages, List<Beat> beats) {}

    /** A message and to which group it goes. {@code matchHint} as in {@link FrameWriter#add}. */
    public record Incoming(UUID group, RaftMessage message, long matchHint) {}

    /** Reads all messages of a frame. Throws {@link MalformedFrame}. */
    public static Frame read(byte[] frame) {
        ByteReader in = new ByteReader(frame);
        int magic = in.getByte() << 8 | in.getByte();
        if (magic != FrameWriter.MAGIC) {
            throw new MalformedFrame("not a Raft frame: it begins with " + Integer.toHexString(magic));
        }
        int version = in.getByte();
        if (version != FrameWriter.VERSION) {
            throw new MalformedFrame(
                    "Raft protocol version " + version + "; this server speaks " + FrameWriter.VERSION);
        }
        Endpoint sender = Payloads.endpoint(in);
        Endpoint target = Payloads.endpoint(in);
        List<Incoming> messages = new ArrayList<>();
        List<Beat> beats = new ArrayList<>();
        while (in.remaining() > 0) {
            ByteReader one = in.slice(in.getLength(1));
            UUID group = one.getUuid();
            MessageKind kind = MessageKind.of(one.getByte());
            int term = one.getInt();
            if (kind == MessageKind.BEAT || kind == MessageKind.BEAT_HEARD) {
                beats.add(new Beat(group, term, one.getLong(), kind == MessageKind.BEAT_HEARD));
            } else {
                messages.add(message(kind, one, group, sender, term));
            }
            one.expectEnd();
        }
        return new Frame(sender, target, messages, beats);
    }

    private static Incoming message(MessageKind kind, ByteReader in, UUID group, Endpoint sender, int term) {
        return switch (kind) {
            case APPEND -> plain(group, append(in, group, sender, term));
            case APPENDED ->
                plain(
                        group,
                        MODEL.createAppendEntriesSuccessResponseBuilder()
                                .setGroupId(group)
                                .setSender(sender)
                                .setTerm(term)
                                .setLastLogIndex(in.getLong())
                                .setQuerySequenceNumber(in.getLong())
                                .setFlowControlSequenceNumber(in.getLong())
                                .build());
            case APPEND_REFUSED -> refused(in, group, sender, term);
            case SNAPSHOT -> plain(group, snapshot(in, group, sender, term));
            case SNAPSHOT_WANTED ->
                plain(
                        group,
                        MODEL.createInstallSnapshotResponseBuilder()
                                .setGroupId(group)
                                .setSender(sender)
                                .setTerm(term)
                                .setSnapshotIndex(in.getLong())
                                .setRequestedSnapshotChunkIndex(in.getInt())
                                .setQuerySequenceNumber(in.getLong())
                                .setFlowControlSequenceNumber(in.getLong())
                                .build());
            case PRE_VOTE, PRE_VOTED, VOTE, VOTED, ELECT_YOURSELF ->
                plain(group, election(kind, in, group, sender, term));
            case BEAT, BEAT_HEARD -> throw new MalformedFrame("a beat among messages");
        };
    }

    private static Incoming plain(UUID group, RaftMessage message) {
        return new Incoming(group, message, -1);
    }

    private static RaftMessage append(ByteReader in, UUID group, Endpoint sender, int term) {
        var request = MODEL.createAppendEntriesRequestBuilder()
                .setGroupId(group)
                .setSender(sender)
                .setTerm(term)
                .setPreviousLogTerm(in.getInt())
                .setPreviousLogIndex(in.getLong())
                .setCommitIndex(in.getLong())
                .setQuerySequenceNumber(in.getLong())
                .setFlowControlSequenceNumber(in.getLong());
        int count = in.getLength(ENTRY_BYTES_MIN);
        List<LogEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(Payloads.entry(in.getLong(), in.getInt(), in.getByte(), in.getBytes()));
        }
        return request.setLogEntries(entries).build();
    }

    private static Incoming refused(ByteReader in, UUID group, Endpoint sender, int term) {
        long expected = in.getLong();
        long hint = in.getLong();
        RaftMessage message = MODEL.createAppendEntriesFailureResponseBuilder()
                .setGroupId(group)
                .setSender(sender)
                .setTerm(term)
                .setExpectedNextIndex(expected)
                .setQuerySequenceNumber(in.getLong())
                .setFlowControlSequenceNumber(in.getLong())
                .build();
        return new Incoming(group, message, hint);
    }

    private static RaftMessage snapshot(ByteReader in, UUID group, Endpoint sender, int term) {
        var request = MODEL.createInstallSnapshotRequestBuilder()
                .setGroupId(group)
                .setSender(sender)
                .setTerm(term)
                .setSenderLeader(in.getBoolean())
                .setSnapshotTerm(in.getInt())
                .setSnapshotIndex(in.getLong())
                .setTotalSnapshotChunkCount(in.getInt());
        if (in.getBoolean()) {
            request.setSnapshotChunk(Payloads.chunk(in));
        }
        return request.setSnapshottedMembers(Payloads.endpoints(in))
                .setGroupMembersView(Payloads.members(in))
                .setQuerySequenceNumber(in.getLong())
                .setFlowControlSequenceNumber(in.getLong())
                .build();
    }

    private static RaftMessage election(MessageKind kind, ByteReader in, UUID group, Endpoint sender, int term) {
        return switch (kind) {
            case PRE_VOTE ->
                MODEL.createPreVoteRequestBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogTerm(in.getInt())
                        .setLastLogIndex(in.getLong())
                        .build();
            case PRE_VOTED ->
                MODEL.createPreVoteResponseBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setGranted(in.getBoolean())
                        .build();
            case VOTE ->
                MODEL.createVoteRequestBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogTerm(in.getInt())
                        .setLastLogIndex(in.getLong())
                        .setSticky(in.getBoolean())
                        .build();
            case VOTED ->
                MODEL.createVoteResponseBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setGranted(in.getBoolean())
                        .build();
            default ->
                MODEL.createTriggerLeaderElectionRequestBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogTerm(in.getInt())
                        .setLastLogIndex(in.getLong())
                        .build();
        };
    }
}
