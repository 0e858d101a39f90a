package dev.muster.runtime.sim;

import dev.muster.runtime.Lane;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A small world on virtual time: servers, the network between them, and one queue of all that will happen.
 *
 * <p>Nothing happens but inside {@link #runUntil}, {@link #runFor} and {@link #join}, on the caller's thread, which must be
 * the one that made the simulation. Between those calls the caller may touch everything: start servers, give tasks to
 * lanes, break things.
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
    private final SimulatedRandom scheduleRandom;
    private final Thread owner = Thread.currentThread();
    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final Map<String, SimulatedServer> servers = new LinkedHashMap<>();
    private final SimulatedNetwork network;
    private final Trace trace = new Trace();

    private Lane.FailureListener laneFailures = this::stopOnLaneFailure;
    private SimulationFailure failure;
    private SimulatedLane currentLane;
    private int cancelledEvents;
    private long sequence;
    private long nowNanos;

    /** What the event that is running has spent so far: blocking calls take time without the queue moving on. */
    private long spentNanos;

    public Simulation(long seed) {
        this.seed = seed;
        this.random = new SimulatedRandom(seed);
        this.scheduleRandom = random.stream("schedule");
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
        return servers.computeIfAbsent(name, newName -> new SimulatedServer(this, newName));
    }

    /** The network between the servers. */
    public SimulatedNetwork network() {
        return network;
    }

    /** Virtual time since the start, as the event that is running sees it. */
    public long nowNanos() {
        return nowNanos + spentNanos;
    }

    /** Two runs with the same hash did the same things in the same order at the same times. */
    public long traceHash() {
        return trace.hash();
    }

    /** The last events in words, oldest first. */
    public String lastEvents() {
        return trace.lastEvents();
    }

    /** Tells the listener of tasks that throw, instead of failing the run. */
    public void onLaneFailure(Lane.FailureListener listener) {
        laneFailures = listener;
    }

    /** Makes something happen from outside, for instance a fault, after a delay of virtual time. */
    public void schedule(Duration delay, String name, Runnable action) {
        post(delay.toNanos(), name, null, action);
    }

    /** Runs until the goal is reached; fails when nothing is left to happen or the virtual time is up. */
    public void runUntil(String goal, BooleanSupplier reached, Duration limit) {
        long deadline = Math.addExact(nowNanos, limit.toNanos());
        while (!reached.getAsBoolean()) {
            dropMoot();
            Event next = queue.peek();
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
        dropMoot();
        while (!queue.isEmpty() && queue.peek().atNanos <= end) {
            step();
            dropMoot();
        }
        nowNanos = end;
    }

    /** Runs until the stage is complete and returns its value; throws what it failed with in a {@link CompletionException}. */
    public <T> T join(CompletionStage<T> stage, Duration limit) {
        var future = stage.toCompletableFuture();
        runUntil("an answer", future::isDone, limit);
        return future.join();
    }

    private void dropMoot() {
        while (!queue.isEmpty() && queue.peek().isMoot()) {
            queue.remove();
        }
    }

    private void step() {
        checkThread();
        Event event = queue.remove();
        nowNanos = event.atNanos;
        if (event.process != null && event.process.holdsBack(event)) {
            return;
        }
        trace.add(event);
        try {
            event.action.run();
        } catch (SimulationFailure e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw failed("'" + event.name + "' threw", e);
        } finally {
            spentNanos = 0;
        }
        if (failure != null) {
            throw failure;
        }
    }

    Event post(long delayNanos, String name, SimulatedProcess process, Runnable action) {
        checkThread();
        Event event = new Event(Math.addExact(nowNanos(), delayNanos), sequence++, name, process, action);
        queue.add(event);
        return event;
    }

    /** Takes an event back. It stays in the queue until its time, or until half of the queue is such. */
    void cancel(Event event) {
        event.cancelled = true;
        cancelledEvents++;
        if (cancelledEvents > CANCELLED_KEPT_MAX && cancelledEvents > queue.size() / 2) {
            queue.removeIf(queued -> queued.cancelled);
            cancelledEvents = 0;
        }
    }

    /** How long a lane takes to wake up: short, and never zero, so that time moves even when lanes chatter. */
    long wakeNanos() {
        return scheduleRandom.between(TimeUnit.MICROSECONDS.toNanos(1), TimeUnit.MICROSECONDS.toNanos(30));
    }

    /** Lets the event that is running take time. */
    void spend(long nanos) {
        spentNanos += nanos;
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
