package dev.muster.raft.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microraft.MembershipChangeMode;
import io.microraft.RaftEndpoint;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.groupop.UpdateRaftGroupMembersOp;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.RaftMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final RaftModelFactory MODEL = new DefaultRaftModelFactory();
    private static final UUID GROUP = new UUID(1, 2);
    private static final Endpoint SENDER = new Endpoint("server01", 3);
    private static final Endpoint TARGET = new Endpoint("server02", 7);
    private static final List<RaftEndpoint> MEMBERS = List.of(SENDER, new Endpoint("server02", 0));

    @Test
    void everyMessageComesBackAsItWasSent() {
        FrameWriter frame = new FrameWriter(SENDER, TARGET, 16);
        List<RaftMessage> sent = everyMessage();
        sent.forEach(message -> frame.add(message, 41));

        FrameReader.Frame whole = FrameReader.read(frame.toArray());
        List<FrameReader.Incoming> received = whole.messages();

        assertThat(whole.sender()).isEqualTo(SENDER);
        assertThat(whole.target()).isEqualTo(TARGET);
        assertThat(received).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(received.get(i).group()).isEqualTo(GROUP);
            assertThat(received.get(i).message().getSender()).isEqualTo(SENDER);
            assertThat(received.get(i).message())
                    .usingRecursiveComparison()
                    .as(sent.get(i).getClass().getSimpleName())
                    .isEqualTo(sent.get(i));
        }
        assertThat(received).filteredOn(incoming -> incoming.matchHint() == 41).hasSize(1);
    }

    @Test
    void whatIsAddedAfterAFrameWasTakenGoesIntoAnotherOne() {
        FrameWriter writer = new FrameWriter(SENDER, TARGET, 16);
        assertThat(writer.isEmpty()).isTrue();
        Beat large = new Beat(GROUP, 1, 2, false);
        for (int i = 0; i < 20_000; i++) {
            writer.add(large); // more than it keeps room for
        }
        assertThat(FrameReader.read(writer.take()).beats()).hasSize(20_000);
        assertThat(writer.isEmpty()).isTrue();

        Beat next = new Beat(GROUP, 3, 4, true);
        writer.add(next);

        assertThat(writer.isEmpty()).isFalse();
        assertThat(FrameReader.read(writer.take()))
                .isEqualTo(new FrameReader.Frame(SENDER, TARGET, List.of(), List.of(next)));
    }

    @Test
    void aFrameThatEndsAnywhereElseIsRefused() {
        FrameWriter writer = new FrameWriter(SENDER, TARGET, 16);
        everyMessage().forEach(message -> writer.add(message, -1));
        byte[] frame = writer.toArray();
        List<Integer> wholeMessages = new ArrayList<>();
        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            try {
                FrameReader.read(cut);
                wholeMessages.add(length);
            } catch (MalformedFrame expected) {
                assertThat(expected).hasMessageMatching(".*(bytes|left).*");
            }
        }
        assertThat(wholeMessages).hasSize(everyMessage().size());
    }

    @Test
    void beatsAndTheirAnswersArriveBesideMessages() {
        FrameWriter writer = new FrameWriter(SENDER, TARGET, 16);
        Beat beat = new Beat(new java.util.UUID(1, 2), 3, 4, false);
        Beat answer = new Beat(new java.util.UUID(5, 6), 7, 8, true);
        writer.add(beat);
        writer.add(everyMessage().get(0), -1);
        writer.add(answer);

        FrameReader.Frame frame = FrameReader.read(writer.toArray());

        assertThat(frame.beats()).containsExactly(beat, answer);
        assertThat(frame.messages()).hasSize(1);
    }

    @Test
    void bytesThatAreNoFrameAreRefusedWithTheReason() {
        FrameWriter writer = new FrameWriter(SENDER, TARGET, 16);
        everyMessage().forEach(message -> writer.add(message, -1));
        byte[] frame = writer.toArray();

        byte[] otherVersion = frame.clone();
        otherVersion[2] = 9;
        assertThatThrownBy(() -> FrameReader.read(otherVersion))
                .hasMessage("Raft protocol version 9; this server speaks 3");
        assertThatThrownBy(() -> FrameReader.read("GET / HTTP/1.1".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedFrame.class)
                .hasMessage("not a Raft frame: it begins with 4745");
        for (int at = 3; at < frame.length; at++) {
            byte[] flipped = frame.clone();
            flipped[at] ^= (byte) 0xFF;
            try {
                FrameReader.read(flipped);
            } catch (MalformedFrame expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void aLongAppendIsCutToWhatARequestMayCarry() {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            entries.add(entry(i, new byte[3 * 512 * 1024]));
        }
        FrameWriter frame = new FrameWriter(SENDER, TARGET, 16);
        frame.add(append(entries), -1);

        AppendEntriesRequest received = (AppendEntriesRequest)
                FrameReader.read(frame.toArray()).messages().get(0).message();

        assertThat(received.getLogEntries()).hasSize(2);
        FrameWriter one = new FrameWriter(SENDER, TARGET, 16);
        one.add(append(List.of(entry(1, new byte[9 * 1024 * 1024]))), -1);
        assertThat(((AppendEntriesRequest) FrameReader.read(one.toArray())
                                .messages()
                                .get(0)
                                .message())
                        .getLogEntries())
                .as("one entry always goes")
                .hasSize(1);
    }

    @Test
    void recordPayloadsComeBack() {
        RaftGroupMembersView members = members();
        assertThat(Payloads.members(Payloads.members(members)))
                .usingRecursiveComparison()
                .isEqualTo(members);
        var identity = MODEL.createRaftEndpointPersistentStateBuilder()
                .setLocalEndpoint(SENDER)
                .setVoting(true)
                .build();
        assertThat(Payloads.identity(Payloads.identity(identity)))
                .usingRecursiveComparison()
                .isEqualTo(identity);
        var vote = MODEL.createRaftTermPersistentStateBuilder()
                .setTerm(8)
                .setVotedFor(SENDER)
                .build();
        assertThat(Payloads.vote(8, Payloads.vote(vote)))
                .usingRecursiveComparison()
                .isEqualTo(vote);
        assertThat(Payloads.chunk(Payloads.chunk(chunk())))
                .usingRecursiveComparison()
                .isEqualTo(chunk());
        assertThatThrownBy(() -> Payloads.members(new byte[] {7}))
                .hasMessage("a record of format 7; this program reads 1");
        assertThatThrownBy(() -> Payloads.operation(5, new byte[0])).hasMessage("unknown type of operation: 5");
        assertThatThrownBy(() -> Payloads.entry(3, 1, new byte[0])).hasMessage("entry 3 has no type");
    }

    private static List<RaftMessage> everyMessage() {
        UpdateRaftGroupMembersOp change = MODEL.createUpdateRaftGroupMembersOpBuilder()
                .setMembers(MEMBERS)
                .setVotingMembers(MEMBERS)
                .setEndpoint(SENDER)
                .setMode(MembershipChangeMode.ADD_LEARNER)
                .build();
        return List.of(
                append(List.of(entry(5, new byte[] {1, 2, 3}), entry(6, change), entry(7, new byte[0]))),
                append(List.of()),
                MODEL.createAppendEntriesSuccessResponseBuilder()
                        .setGroupId(GROUP)
                        .setSender(SENDER)
                        .setTerm(4)
                        .setLastLogIndex(9)
                        .setQuerySequenceNumber(10)
                        .setFlowControlSequenceNumber(11)
                        .build(),
                MODEL.createAppendEntriesFailureResponseBuilder()
                        .setGroupId(GROUP)
                        .setSender(SENDER)
                        .setTerm(4)
                        .setExpectedNextIndex(9)
                        .setQuerySequenceNumber(10)
                        .setFlowControlSequenceNumber(11)
                        .build(),
                snapshot(null),
                snapshot(chunk()),
                MODEL.createInstallSnapshotResponseBuilder()
                        .setGroupId(GROUP)
                        .setSender(SENDER)
                        .setTerm(4)
                        .setSnapshotIndex(8)
                        .setRequestedSnapshotChunkIndex(0)
                        .setQuerySequenceNumber(1)
                        .setFlowControlSequenceNumber(2)
                        .build(),
                MODEL.createPreVoteRequestBuilder()
                        .setGroupId(GROUP)
                        .setSender(SENDER)
                        .setTerm(4)
                        .setLastLogTerm(3)
                        .setLastLogIndex(8)
                        .build(),
                MODEL.createPreVoteResponseBuilder()
                        .setGroupId(GROUP)
                        .setSender(SENDER)
                        .setTerm(4)
                        .setGranted(true)
                        .build(),
                MODEL.createVoteRequestBuilder()
                        .setGroupId(GROUP)
                        .setSender(SENDER)
                        .setTerm(4)
                        .setLastLogTerm(3)
                        .setLastLogIndex(8)
                        .setSticky(true)
                        .build(),
                MODEL.createVoteResponseBuilder()
                        .setGroupId(GROUP)
                        .setSender(SENDER)
                        .setTerm(4)
                        .setGranted(true)
                        .build(),
                MODEL.createTriggerLeaderElectionRequestBuilder()
                        .setGroupId(GROUP)
                        .setSender(SENDER)
                        .setTerm(4)
                        .setLastLogTerm(3)
                        .setLastLogIndex(8)
                        .build());
    }

    private static RaftMessage append(List<LogEntry> entries) {
        return MODEL.createAppendEntriesRequestBuilder()
                .setGroupId(GROUP)
                .setSender(SENDER)
                .setTerm(4)
                .setPreviousLogTerm(3)
                .setPreviousLogIndex(4)
                .setCommitIndex(2)
                .setLogEntries(entries)
                .setQuerySequenceNumber(5)
                .setFlowControlSequenceNumber(6)
                .build();
    }

    private static RaftMessage snapshot(SnapshotChunk chunk) {
        return MODEL.createInstallSnapshotRequestBuilder()
                .setGroupId(GROUP)
                .setSender(SENDER)
                .setTerm(4)
                .setSenderLeader(true)
                .setSnapshotTerm(3)
                .setSnapshotIndex(8)
                .setTotalSnapshotChunkCount(1)
                .setSnapshotChunk(chunk)
                .setSnapshottedMembers(MEMBERS)
                .setGroupMembersView(members())
                .setQuerySequenceNumber(1)
                .setFlowControlSequenceNumber(2)
                .build();
    }

    private static SnapshotChunk chunk() {
        return MODEL.createSnapshotChunkBuilder()
                .setIndex(8)
                .setTerm(3)
                .setSnapshotChunkIndex(0)
                .setSnapshotChunkCount(1)
                .setOperation(new byte[] {4, 5})
                .setGroupMembersView(members())
                .build();
    }

    private static RaftGroupMembersView members() {
        return MODEL.createRaftGroupMembersViewBuilder()
                .setLogIndex(6)
                .setMembers(MEMBERS)
                .setVotingMembers(MEMBERS)
                .build();
    }

    private static LogEntry entry(long index, Object operation) {
        return MODEL.createLogEntryBuilder()
                .setIndex(index)
                .setTerm(4)
                .setOperation(operation)
                .build();
    }
}
