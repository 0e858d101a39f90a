package dev.muster.raft;

import dev.muster.runtime.Lane;
import io.microraft.Ordered;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.RaftState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The proposals of a group: bounded in number and size, handed to the library on the lane, answered when the turn's records
 * are durable. {@link #propose(byte[])} any thread, the rest lane only.
 */
final class Proposals {
    private final HostedGroup group;
    private final Lane lane;
    private final TurnGate gate;
    private final GroupHost host;
    private final PendingList pending = new PendingList();
    private final AtomicInteger inFlight = new AtomicInteger();
    private long dequeued;

    Proposals(HostedGroup group, Lane lane, TurnGate gate, GroupHost host) {
        this.group = group;
        this.lane = lane;
        this.gate = gate;
        this.host = host;
    }

    /** As {@link RaftGroup#propose}. */
    CompletionStage<Object> propose(byte[] payload) {
        if (payload.length > host.settings().entryBytesMax()) {
            throw new IllegalArgumentException("an entry of " + payload.length + " bytes; at most "
                    + host.settings().entryBytesMax() + " are allowed");
        }
        Pending proposal = new Pending();
        if (host.isLogFull()) {
            proposal.completeExceptionally(new RaftException.LogFull("the disk of the Raft log is full", null));
        } else if (inFlight.incrementAndGet() > host.settings().pendingEntriesMax()) {
            inFlight.decrementAndGet();
            proposal.completeExceptionally(overloaded());
        } else if (host.memory().isFull()) {
            inFlight.decrementAndGet();
            proposal.completeExceptionally(outOfMemory());
        } else {
            long arrived = gate.profiler().now();
            host.memory().add(payload.length);
            lane.execute(() -> {
                gate.profiler().queue.add(gate.turnNanos() - arrived);
                propose(proposal, payload);
            });
        }
        return proposal;
    }

    private void propose(Pending proposal, byte[] payload) {
        if (!group.isRunning()) {
            host.memory().add(-payload.length);
            inFlight.decrementAndGet();
            proposal.completeExceptionally(group.notRunning());
            return;
        }
        gate.touch(group);
        dequeued += payload.length;
        pending.add(proposal);
        RaftNodeImpl node = group.node();
        RaftState state = node.state();
        if (state.log().lastLogOrSnapshotIndex() - state.commitIndex()
                        >= host.settings().pendingEntriesMax()
                && state.leaderState() != null) {
            gate.hold(() -> answer(proposal, null, overloaded()));
            return;
        }
        CompletableFuture<Ordered<Object>> committed = node.replicate(payload);
        committed.whenComplete((ordered, failure) -> {
            if (failure == null) {
                gate.answer(() -> answer(proposal, ordered, null));
            } else {
                gate.hold(() -> answer(proposal, null, failure));
            }
        });
    }

    private void answer(Pending proposal, Ordered<Object> ordered, Throwable failure) {
        if (!pending.remove(proposal)) {
            return;
        }
        inFlight.decrementAndGet();
        if (failure instanceof RaftException ours) {
            proposal.completeExceptionally(ours);
        } else if (failure != null) {
            proposal.completeExceptionally(Outcomes.ofProposal(group.label(), failure));
        } else if (ordered.getResult() == GroupMachine.SKIPPED) {
            proposal.completeExceptionally(new RaftException.OutcomeUnknown(
                    "entry " + ordered.getCommitIndex() + " of " + group.label() + " came with a copy of the state",
                    null));
        } else {
            proposal.complete(ordered.getResult());
        }
    }

    /** Bytes of proposals that have left the queue since the last call: from here on their entries count. */
    long takeDequeued() {
        long bytes = dequeued;
        dequeued = 0;
        return bytes;
    }

    private RaftException outOfMemory() {
        EntryMemory memory = host.memory();
        return new RaftException.Overloaded("the entries of all groups of this server take " + memory.held()
                + " bytes of memory until their checkpoints; at most " + memory.limit() + " are allowed");
    }

    private RaftException overloaded() {
        return new RaftException.Overloaded(
                host.settings().pendingEntriesMax() + " entries of " + group.label() + " are in flight already");
    }

    /** Nothing will be answered any more. */
    void abandon(String reason) {
        pending.drain(proposal -> {
            inFlight.decrementAndGet();
            proposal.completeExceptionally(
                    new RaftException.OutcomeUnknown(reason + " before the entry was answered", null));
        });
    }
}
