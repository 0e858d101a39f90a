package dev.muster.sim.planted;

import static dev.muster.sim.fault.FaultKind.DELAY;
import static dev.muster.sim.fault.FaultKind.ISOLATE_LEADER;
import static dev.muster.sim.fault.FaultKind.KILL;
import static dev.muster.sim.fault.FaultKind.PARTITION;

import dev.muster.raft.wire.FrameReader.Incoming;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.VoteResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Bugs of what servers tell each other about their logs and votes. */
final class MessageBugs {
    private static final RaftModelFactory MODEL = new DefaultRaftModelFactory();

    static final List<PlantedBug> ALL = List.of(
            PlantedBug.of(
                            "refused append told as success",
                            "a follower that refuses entries says that it has them",
                            () -> Frames.messages(MessageBugs::refusalAsSuccess))
                    .with(ISOLATE_LEADER, KILL, PARTITION)
                    .slow(20),
            PlantedBug.of(
                    "more acknowledged than appended",
                    "a follower says that it has two entries more than it has",
                    () -> Frames.messages(MessageBugs::acknowledgesMore)),
            PlantedBug.of(
                            "every vote granted",
                            "whoever asks for a vote gets it",
                            () -> Frames.messages(MessageBugs::grantsAll))
                    .with(ISOLATE_LEADER, DELAY, KILL),
            PlantedBug.of(
                            "entries committed before they are",
                            "a leader tells followers that what it sends is committed",
                            () -> Frames.messages(MessageBugs::commitsAhead))
                    .with(ISOLATE_LEADER),
            PlantedBug.of(
                    "entry altered on its way",
                    "a byte of each tenth entry that is sent changes",
                    () -> Frames.messages(new AltersEntries())));

    private MessageBugs() {}

    private static Incoming with(Incoming incoming, RaftMessage message) {
        return new Incoming(incoming.group(), message, incoming.matchHint());
    }

    private static Incoming refusalAsSuccess(Incoming incoming) {
        if (!(incoming.message() instanceof AppendEntriesFailureResponse refusal)) {
            return incoming;
        }
        return with(
                incoming,
                success(
                        refusal,
                        refusal.getExpectedNextIndex(),
                        refusal.getQuerySequenceNumber(),
                        refusal.getFlowControlSequenceNumber()));
    }

    private static Incoming acknowledgesMore(Incoming incoming) {
        if (!(incoming.message() instanceof AppendEntriesSuccessResponse answer)) {
            return incoming;
        }
        return with(
                incoming,
                success(
                        answer,
                        answer.getLastLogIndex() + 2,
                        answer.getQuerySequenceNumber(),
                        answer.getFlowControlSequenceNumber()));
    }

    private static RaftMessage success(RaftMessage answer, long lastIndex, long query, long flow) {
        return MODEL.createAppendEntriesSuccessResponseBuilder()
                .setGroupId(answer.getGroupId())
                .setSender(answer.getSender())
                .setTerm(answer.getTerm())
                .setLastLogIndex(lastIndex)
                .setQuerySequenceNumber(query)
                .setFlowControlSequenceNumber(flow)
                .build();
    }

    private static Incoming grantsAll(Incoming incoming) {
        RaftMessage message = incoming.message();
        if (message instanceof VoteResponse vote) {
            return with(
                    incoming,
                    MODEL.createVoteResponseBuilder()
                            .setGroupId(vote.getGroupId())
                            .setSender(vote.getSender())
                            .setTerm(vote.getTerm())
                            .setGranted(true)
                            .build());
        } else if (message instanceof PreVoteResponse vote) {
            return with(
                    incoming,
                    MODEL.createPreVoteResponseBuilder()
                            .setGroupId(vote.getGroupId())
                            .setSender(vote.getSender())
                            .setTerm(vote.getTerm())
                            .setGranted(true)
                            .build());
        }
        return incoming;
    }

    private static Incoming commitsAhead(Incoming incoming) {
        if (!(incoming.message() instanceof AppendEntriesRequest request)) {
            return incoming;
        }
        long last = request.getPreviousLogIndex() + request.getLogEntries().size();
        return with(incoming, append(request, Math.max(last, request.getCommitIndex()), request.getLogEntries()));
    }

    private static RaftMessage append(AppendEntriesRequest request, long commitIndex, List<LogEntry> entries) {
        return MODEL.createAppendEntriesRequestBuilder()
                .setGroupId(request.getGroupId())
                .setSender(request.getSender())
                .setTerm(request.getTerm())
                .setPreviousLogTerm(request.getPreviousLogTerm())
                .setPreviousLogIndex(request.getPreviousLogIndex())
                .setCommitIndex(commitIndex)
                .setQuerySequenceNumber(request.getQuerySequenceNumber())
                .setFlowControlSequenceNumber(request.getFlowControlSequenceNumber())
                .setLogEntries(entries)
                .build();
    }

    private static final class AltersEntries implements UnaryOperator<Incoming> {
        private int sent;

        @Override
        public Incoming apply(Incoming incoming) {
            if (!(incoming.message() instanceof AppendEntriesRequest request)) {
                return incoming;
            }
            List<LogEntry> entries = new ArrayList<>();
            request.getLogEntries().forEach(entry -> entries.add(altered(entry)));
            return with(incoming, append(request, request.getCommitIndex(), entries));
        }

        private LogEntry altered(LogEntry entry) {
            if (!(entry.getOperation() instanceof byte[] bytes) || bytes.length == 0 || ++sent % 10 != 0) {
                return entry;
            }
            byte[] other = bytes.clone();
            other[other.length - 1] ^= 1;
            return MODEL.createLogEntryBuilder()
                    .setIndex(entry.getIndex())
                    .setTerm(entry.getTerm())
                    .setOperation(other)
                    .build();
        }
    }
}
