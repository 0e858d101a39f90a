package dev.muster.raft;

import dev.muster.raft.log.RestoredGroup;
import dev.muster.raft.wire.Beat;
import dev.muster.raft.wire.Endpoint;
import dev.muster.raft.wire.FrameReader;
import dev.muster.runtime.Lane;
import io.microraft.Ordered;
import io.microraft.RaftEndpoint;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.VoteRequest;
import io.microraft.transport.Transport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One group on this server: the library's node on its lane, with everything it gives out passing through the lane's
 * {@link TurnGate}.
 *
 * <p>Life: loading (the log is read) → running → stopped, whether asked for or because of a failure. A stopped group
 * never runs again; {@link RaftServer#start} makes another.
 */
final class HostedGroup implements RaftGroup, Transport {
    private static final Logger LOGGER = LoggerFactory.getLogger(HostedGroup.class);

    private final GroupSpec spec;
    private final Endpoint endpoint;
    private final StateMachine target;
    private final Lane lane;
    private final TurnGate gate;
    private final BeatMoments moments;
    private final GroupHost host;
    private final Proposals proposals;
    private final Questions questions;
    private final StatusBoard board;

    private RaftNodeImpl node;
    private GroupMachine machine;
    private volatile GroupStore store;
    private Heartbeats heartbeats;
    private QuietBeat quietBeat;
    private ElectionRepair elections;
    private LeaderLoss leaderLoss;
    private AppendRepair appends;
    private SnapshotGate snapshots;
    private AnswersAhead answersAhead;
    private TurnAppends turnAppends;
    private SnapshotTrigger snapshotTrigger;
    /** The last term in which this member led with everything up to its election on its own disk. */
    private int durableTerm;

    private MembershipChanges changes;
    private boolean touched;
    private boolean paused;
    private boolean failing;
    private volatile boolean stopped;

    HostedGroup(GroupSpec spec, StateMachine target, Lane lane, TurnGate gate, BeatMoments moments, GroupHost host) {
        this.spec = spec;
        this.endpoint = Outcomes.endpoint(spec.self());
        this.target = target;
        this.lane = lane;
        this.gate = gate;
        this.moments = moments;
        this.host = host;
        this.board = new StatusBoard(target, spec.initialMembers());
        this.proposals = new Proposals(this, lane, gate, host);
        this.questions = new Questions(this, lane, gate);
    }

    /** Begins with what the log knows. Lane only. */
    void begin(RestoredGroup restored, Throwable failure) {
        if (stopped) {
            return;
        }
        if (failure != null) {
            fail("its log cannot be read", failure);
            return;
        }
        try {
            machine = new GroupMachine(target, gate.profiler(), this::failSoon);
            store = new GroupStore(gate, restored, host.memory());
            LibraryClock clock =
                    new LibraryClock(host.world().clock(), host.settings().heartbeatMillis());
            heartbeats = new Heartbeats(this, moments, clock, host, !restored.isBorn());
            NodeBirth.Parts parts = new NodeBirth.Parts(
                    new LaneExecutor(this, clock, host.world().random(), heartbeats),
                    this,
                    machine,
                    store,
                    host.world().random().asJavaRandom(),
                    clock);
            node = NodeBirth.node(spec, host.settings(), parts, restored);
            quietBeat = new QuietBeat(node, gate);
            heartbeats.begin(quietBeat);
            elections = new ElectionRepair(node);
            leaderLoss = new LeaderLoss(this, node, clock, heartbeats, host.settings());
            answersAhead = new AnswersAhead(node);
            snapshotTrigger = new SnapshotTrigger(this, node, target, store, host.settings());
            appends = new AppendRepair(node, store, snapshotTrigger);
            KeptEntries kept = new KeptEntries(node, store.weights(), host::keptBytesMax);
            machine.onSnapshot(index -> {
                kept.beforeCut(index);
                appends.beforeSnapshot(index);
            });
            snapshots = new SnapshotGate(this, node, target, machine, this::failSoon);
            turnAppends = new TurnAppends(this, node, gate, this::sendAppend);
            changes = new MembershipChanges(node, spec.label());
            elections.beforeStart(!restored.isBorn());
            node.start().whenComplete((done, problem) -> {
                if (problem != null) {
                    failSoon("it could not be started", problem);
                }
            });
            elections.started();
        } catch (RuntimeException e) {
            fail("it could not be started", e);
        }
    }

    @Override
    public GroupId id() {
        return spec.id();
    }

    @Override
    public CompletionStage<Object> propose(byte[] payload) {
        return proposals.propose(payload);
    }

    RaftException notRunning() {
        return stopped || failing
                ? new RaftException.Stopped(spec.label() + " does not run on this server", null)
                : new RaftException.NotLeader(spec.label(), null);
    }

    @Override
    public CompletionStage<Long> barrier() {
        return questions.ask(() -> new Barrier(this, node, host.settings()).begin());
    }

    @Override
    public RaftStatus status() {
        return board.published();
    }

    @Override
    public CompletionStage<Void> transferLeadership(MemberId member) {
        return questions.ask(() -> new LeadershipHandover(this, node, member, host.settings()).begin());
    }

    @Override
    public CompletionStage<Membership> addLearner(MemberId member, long expectedMembership) {
        return questions.ask(() -> changes.addLearner(member, expectedMembership));
    }

    @Override
    public CompletionStage<Membership> promote(MemberId learner, long expectedMembership) {
        return questions.ask(() -> changes.promote(learner, expectedMembership));
    }

    @Override
    public CompletionStage<Membership> remove(MemberId member, long expectedMembership) {
        return questions.ask(() -> changes.remove(member, expectedMembership));
    }

    @Override
    public void pause(boolean pausing) {
        lane.execute(() -> paused = pausing);
    }

    @Override
    public CompletionStage<Long> takeSnapshot() {
        return questions.ask(() -> node.state().commitIndex() == 0
                ? CompletableFuture.completedFuture(0L)
                : node.takeSnapshot().thenApply(Ordered::getCommitIndex));
    }

    @Override
    public CompletionStage<Void> stop() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lane.execute(() -> {
            end();
            Runnable ended = () -> {
                host.ended(this);
                done.complete(null);
            };
            if (host.isLogFailed()) {
                ended.run();
            } else {
                gate.hold(ended);
            }
        });
        return done;
    }

    @Override
    public CompletionStage<Void> destroy() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        stop().thenRun(() -> host.forget(spec.id(), spec.self(), () -> lane.execute(() -> done.complete(null))));
        return done;
    }

    private void end() {
        if (!stopped) {
            stopped = true;
            if (node != null) {
                node.terminate();
            }
            letGoOfEntries();
            gate.hold(() -> abandon("the group was stopped"));
        }
    }

    private void letGoOfEntries() {
        if (store != null) {
            store.release();
        }
    }

    private void abandon(String reason) {
        proposals.abandon(reason);
        questions.abandon(reason);
    }

    /** Stops the group for a reason; what it did in this turn still counts. Lane only, also from within the library. */
    void failSoon(String reason, Throwable cause) {
        if (!failing) {
            failing = true;
            queue(() -> fail(reason, cause));
        }
    }

    private void fail(String reason, Throwable cause) {
        if (stopped) {
            return;
        }
        LOGGER.error("{} stops: {}", this, reason, cause);
        end();
        gate.hold(() -> {
            host.ended(this);
            target.failed(reason, cause);
        });
    }

    /** The shared log failed: nothing leaves any more, and nobody must wait for what will not come. */
    void logFailed(Throwable cause) {
        lane.execute(() -> {
            if (!stopped) {
                stopped = true;
                if (node != null) {
                    node.terminate();
                }
                letGoOfEntries();
                target.failed("the shared log failed", cause);
            }
            abandon("the log failed");
        });
    }

    /** A message from a peer. Lane only. */
    void receive(FrameReader.Incoming incoming) {
        if (!isRunning() || paused) {
            return;
        }
        gate.touch(this);
        RaftMessage message = incoming.message();
        gate.roundTrips().received(this, message);
        if (!elections.accepts(message)) {
            return;
        }
        if (message instanceof AppendEntriesRequest append) {
            if (append.getTerm() >= node.state().term()) {
                elections.heardLeader();
                heartbeats.heard();
            }
            appends.handle(snapshots.filter(append));
        } else if (answersAhead.holds(incoming)) {
            return;
        } else if (message instanceof AppendEntriesSuccessResponse success) {
            appends.handle(success);
        } else if (message instanceof AppendEntriesFailureResponse refusal) {
            appends.handle(refusal, incoming.matchHint());
        } else if (message instanceof InstallSnapshotRequest snapshot) {
            snapshots.handle(snapshot);
        } else {
            node.handle(message);
            if (message instanceof VoteRequest
                    && message.getSender().equals(node.state().votedEndpoint())) {
                heartbeats.voted();
            }
        }
    }

    /** A beat, or the answer to one, that came from a peer at that time. Lane only. */
    void receive(Endpoint sender, Beat beat, long atNanos) {
        if (isRunning() && !paused && !snapshots.isCopying()) {
            heartbeats.received(sender, beat, atNanos);
        }
    }

    /** A server ended its connection and refuses another: its process is gone. Lane only. */
    void refusedBy(String serverId) {
        moments.take(); // what it said before its end
        if (isRunning()) {
            leaderLoss.refusedBy(serverId);
        }
    }

    @Override
    public void send(RaftEndpoint member, RaftMessage message) {
        if (member.equals(NodeBirth.NOBODY)) {
            return;
        }
        if (!elections.lets(message)) {
            host.connect(((Endpoint) member).serverId()); // it will be spoken to soon
        } else if (message instanceof AppendEntriesRequest append) {
            turnAppends.put(member, append);
        } else {
            gate.send(endpoint, (Endpoint) member, appends.outgoing(message), appends.matchHint(message));
        }
    }

    /** An append leaves: one with entries ahead of the turn's records, once this leader's term is durable. */
    private void sendAppend(Endpoint member, AppendEntriesRequest append) {
        boolean ahead =
                !append.getLogEntries().isEmpty() && durableTerm == node.state().term() && isLeading();
        gate.roundTrips().sending(this, member, append, ahead);
        if (ahead) {
            gate.sendAhead(endpoint, member, append);
        } else {
            gate.send(endpoint, member, append, -1);
        }
    }

    @Override
    public boolean isReachable(RaftEndpoint member) {
        return host.isConnected(((Endpoint) member).serverId());
    }

    /** The log has synced this leader's entries up to the index: only now they count for the majority. Lane only. */
    void synced(int term, long lastIndex) {
        if (leadingTerm() != term) {
            return;
        }
        durableTerm = term;
        if (lastIndex > node.state().leaderState().flushedLogIndex()) {
            run(() -> {
                node.state().leaderState().flushedLogIndex(lastIndex);
                answersAhead.release(this::receive);
                if (leadingTerm() == term && node.state().commitIndex() < lastIndex) {
                    node.tryAdvanceCommitIndex(); // no answer that was waiting has done it
                }
            });
        }
    }

    /** Whether this member leads as far as it knows. Lane only, also from within the library. */
    boolean isLeading() {
        return node != null && node.state().leaderState() != null;
    }

    /** The term in which this member leads; 0 if it does not. Lane only. */
    int leadingTerm() {
        return isRunning() && node.state().leaderState() != null ? node.state().term() : 0;
    }

    long lastIndex() {
        return node.state().log().lastLogOrSnapshotIndex();
    }

    /** The turn's last word: what is published of it. Lane only. */
    void endTurn() {
        if (store != null) {
            store.endTurn(proposals.takeDequeued());
        }
        if (isRunning()) {
            snapshotTrigger.look();
            if (host.memory().isTight()) {
                host.relieve();
            }
            heartbeats.look();
            turnAppends.endTurn();
            RaftStatus status = board.look(node, machine.applied());
            gate.hold(() -> board.publish(status));
        }
    }

    boolean markTouched() {
        boolean first = !touched;
        touched = true;
        return first;
    }

    void clearTouched() {
        touched = false;
    }

    /** Whether a task of this group may run at once. */
    boolean isOnLane() {
        return lane.isCurrent() && !gate.isReleasing();
    }

    void run(Runnable task) {
        gate.touch(this);
        try {
            task.run();
        } catch (RuntimeException e) {
            LOGGER.warn("{}: {}", this, e.getMessage(), e);
        }
    }

    void queue(Runnable task) {
        lane.execute(() -> run(task));
    }

    void schedule(long delayNanos, Runnable task) {
        lane.schedule(delayNanos, () -> {
            if (!stopped) {
                run(task);
            }
        });
    }

    /** As {@link #schedule}, for a task that says itself whether the group did something. */
    Lane.Timer scheduleUntouched(long delayNanos, Runnable task) {
        return lane.schedule(delayNanos, () -> {
            if (!stopped) {
                task.run();
            }
        });
    }

    /** Bytes of entries that a snapshot would let go, at most. Any thread. */
    long bytesSinceSnapshot() {
        GroupStore current = store;
        return current == null ? 0 : current.bytesSinceSnapshotPublished();
    }

    /** Asks for a snapshot, because this group's entries keep an old segment alive or take much memory. Any thread. */
    void unpin() {
        lane.execute(() -> {
            if (isRunning()) {
                gate.touch(this);
                snapshotTrigger.ask();
            }
        });
    }

    /** Whether it has still to {@link #begin}. Lane only. */
    boolean isToBegin() {
        return node == null && !stopped;
    }

    boolean isRunning() {
        return node != null && !stopped;
    }

    RaftNodeImpl node() {
        return node;
    }

    ElectionRepair elections() {
        return elections;
    }

    String label() {
        return spec.label();
    }

    /** This server in this group. Any thread. */
    Endpoint endpoint() {
        return endpoint;
    }

    Lane lane() {
        return lane;
    }

    BeatMoments moments() {
        return moments;
    }

    @Override
    public String toString() {
        return spec.label() + "@" + spec.self();
    }
}
