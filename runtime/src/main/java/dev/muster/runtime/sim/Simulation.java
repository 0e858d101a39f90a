package dev.muster.runtime.sim;

import dev.muster.runtime.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * A small world on virtual time: servers, the network between them, and one queue of all that will happen.
 *
 * <p>Nothing happens but inside {@link #runUntil}, {@link #runFor} and {@link #join}, on the caller's thread, which must be
 * the one that made the simulation. Between those calls the caller may touch everything: start servers, give tasks to
 * lanes, break things. Simulations share nothing, so several may run at once, each on a thread of its own.
 *
 * <pre>{@code
 * Simulation simulation = new Simulation(seed);
 * World world = simulation.server("a").world();
 * Lane lane = world.scheduler().newLane("log");
 * lane.execute(() -> ...);
 * simulation.runUntil("the log is written", () -> ..., Duration.ofSeconds(5));
 * }</pre>
 */
public final class Simulation {
    private static final int CANCELLED_KEPT_MAX = 256;

    private final long seed;
    private final SimulatedRandom random;
    private final Thread owner = Thread.currentThread();
    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final Map<String, SimulatedServer> servers = new LinkedHashMap<>();
    private final Trace trace = new Trace();
    private final SimulatedNetwork network;

    private Lane.FailureListener laneFailures = this::stopOnLaneFailure;
    private SimulationFailure failure;
    private SimulatedLane currentLane;
    private int cancelledInQueue;
    private long sequence;
    private long events;
    private long nowNanos;

    /** What the event that is running has spent so far: blocking calls take time without the queue moving on. */
    private long spentNanos;

    public Simulation(long seed) {
        this.seed = seed;
        this.random = new SimulatedRandom(seed);
        this.network = new SimulatedNetwork(this, random.stream("network"));
    }

    public long seed() {
        return seed;
    }

    /** Chance for the caller's own decisions, for instance when to break what. */
    public SimulatedRandom random() {
        return random;
    }

    /** The server of that name, which is also its host name; made and started when first asked for. */
    public SimulatedServer server(String name) {
        SimulatedServer server = servers.get(name);
        if (server == null) {
            server = new SimulatedServer(this, name);
            servers.put(name, server);
        }
        return server;
    }

    /** All servers, in the order in which they were made. */
    public Collection<SimulatedServer> servers() {
        return Collections.unmodifiableCollection(servers.values());
    }

    /** The network between the servers. */
    public SimulatedNetwork network() {
        return network;
    }

    /** Virtual time since the start, as the event that is running sees it; nanoseconds. */
    public long nowNanos() {
        return nowNanos + spentNanos;
    }

    /** Two runs with the same hash did the same things in the same order at the same times. */
    public long traceHash() {
        return trace.hash();
    }

    /** How many events have run. */
    public long events() {
        return events;
    }

    /** How often what happened, by its kind: turns, timers, frames, syncs, crashes and so on. */
    public Map<String, Long> counts() {
        return trace.counts();
    }

    /** The last events in words, oldest first, each on a line of its own. */
    public String lastEvents() {
        return trace.lastEvents();
    }

    /** The last events of one server, and what was done to the network and the like; as {@link #lastEvents()}. */
    public String lastEvents(String server) {
        return trace.lastEvents(server);
    }

    /** Writes something into the timelines of all servers and into the trace hash: a fault from outside, a phase. */
    public void note(String text) {
        trace.add(trace.outside(), nowNanos(), Kind.NOTE, new Label(text), 0);
    }

    /** Tells the listener of tasks that throw, instead of failing the run. */
    public void onLaneFailure(Lane.FailureListener listener) {
        laneFailures = listener;
    }

    /** Makes something happen from outside, for instance a fault, after a delay of virtual time. */
    public void schedule(Duration delay, String name, Runnable action) {
        post(delay.toNanos(), Kind.OUTSIDE, new Label(name), 0, null, action);
    }

    /** Runs until the goal is reached; fails when nothing is left to happen or the virtual time is up. */
    public void runUntil(String goal, BooleanSupplier reached, Duration limit) {
        long deadline = Math.addExact(nowNanos, limit.toNanos());
        while (!reached.getAsBoolean()) {
            Event next = peek();
            if (next == null) {
                throw failed("nothing is left to happen, but not: " + goal, null);
            }
            if (next.atNanos > deadline) {
                throw failed("not within " + limit + ": " + goal, null);
            }
            step();
        }
    }

    /** {@link #runUntil(String, BooleanSupplier, Duration)} for a goal that needs no name. */
    public void runUntil(BooleanSupplier reached, Duration limit) {
        runUntil("the goal", reached, limit);
    }

    /** Runs what happens within the duration, and moves the time on by it. */
    public void runFor(Duration duration) {
        long end = Math.addExact(nowNanos, duration.toNanos());
        for (Event next = peek(); next != null && next.atNanos <= end; next = peek()) {
            step();
        }
        nowNanos = end;
    }

    /** Runs until the stage is complete and returns its value; throws what it failed with in a {@link CompletionException}. */
    public <T> T join(CompletionStage<T> stage, Duration limit) {
        var future = stage.toCompletableFuture();
        runUntil("an answer", future::isDone, limit);
        return future.join();
    }

    /**
     * Ends all faults that have not ended yet, slowness included: of clocks, disks, lanes and the network. Servers that
     * are down stay down, frozen ones frozen, and what was lost lost.
     */
    public void healAll() {
        network.healAll();
        network.resetTimes();
        servers.values().forEach(SimulatedServer::heal);
    }

    /** The next event that matters, or null. */
    private Event peek() {
        Event next = queue.peek();
        while (next != null && next.isMoot()) {
            take();
            next = queue.peek();
        }
        return next;
    }

    private Event take() {
        Event event = queue.remove();
        event.queued = false;
        if (event.cancelled) {
            cancelledInQueue--;
        }
        return event;
    }

    private void step() {
        checkThread();
        Event event = take();
        nowNanos = event.atNanos;
        SimulatedProcess process = event.process;
        if (process != null && process.holdsBack(event)) {
            return;
        }
        events++;
        trace.add(
                process == null ? trace.outside() : process.server().timeline(),
                nowNanos,
                event.kind,
                event.label,
                event.size);
        try {
            event.action.run();
        } catch (SimulationFailure e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw failed("'" + event.label + event.kind.text + "' threw", e);
        } finally {
            spentNanos = 0;
        }
        if (failure != null) {
            throw failure;
        }
    }

    Event post(long delayNanos, Kind kind, Label label, long size, SimulatedProcess process, Runnable action) {
        checkThread();
        Event event = new Event(Math.addExact(nowNanos(), delayNanos), sequence++, kind, label, size, process, action);
        queue.add(event);
        return event;
    }

    /** Posts what is due after a delay on the clock of the process's server. */
    Event postTimer(long delayNanos, Label label, SimulatedProcess process, Runnable action) {
        checkThread();
        SimulatedClock clock = process.server().clock();
        long due = Math.addExact(clock.monotonicNanos(), delayNanos);
        Event event = new Event(clock.virtualNanosOf(due), sequence++, Kind.TIMER, label, 0, process, action);
        event.dueOnServerNanos = due;
        queue.add(event);
        return event;
    }

    /** The rate of a clock has changed: its timers are due at other times now. */
    void retime(SimulatedClock clock) {
        List<Event> timers = new ArrayList<>();
        queue.removeIf(
                event -> event.kind == Kind.TIMER && event.process.server().clock() == clock && timers.add(event));
        for (Event timer : timers) {
            timer.atNanos = Math.max(nowNanos(), clock.virtualNanosOf(timer.dueOnServerNanos));
            queue.add(timer);
        }
    }

    /** Takes an event back. It stays in the queue until its time, or until half of the queue is such. */
    void cancel(Event event) {
        if (event.queued && !event.cancelled) {
            cancelledInQueue++;
        }
        event.cancelled = true;
        if (cancelledInQueue > CANCELLED_KEPT_MAX && cancelledInQueue > queue.size() / 2) {
            queue.removeIf(queued -> queued.cancelled);
            cancelledInQueue = 0;
        }
    }

    /** Lets the event that is running take time. */
    void spend(long nanos) {
        spentNanos += nanos;
    }

    Trace trace() {
        return trace;
    }

    SimulatedLane currentLane() {
        return currentLane;
    }

    void enter(SimulatedLane lane) {
        currentLane = lane;
    }

    void laneFailed(Lane lane, Throwable thrown) {
        laneFailures.failed(lane, thrown);
    }

    private void stopOnLaneFailure(Lane lane, Throwable thrown) {
        if (failure == null) {
            failure = failed("a task on lane " + lane.name() + " threw", thrown);
        }
    }

    private SimulationFailure failed(String what, Throwable cause) {
        return new SimulationFailure(
                String.format("%s; seed %d, %.6f ms, last events:%s", what, seed, nowNanos / 1e6, lastEvents()), cause);
    }

    /** A simulation that several threads touch would not repeat itself. */
    private void checkThread() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("the simulation belongs to thread " + owner.getName() + ", touched by "
                    + Thread.currentThread().getName());
        }
    }
}
