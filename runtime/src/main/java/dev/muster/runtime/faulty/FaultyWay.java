package dev.muster.runtime.faulty;

import dev.muster.runtime.Lane;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One way of a connection: frames pass at once while nothing is wrong, and wait in order while something is.
 *
 * <p>Any thread may call. What passes is called with this way's monitor held, which keeps the order; it must not block, as
 * sending and receiving never do.
 */
final class FaultyWay {
    /** How long TCP keeps a connection on which what was sent is not acknowledged. Real ones take minutes; tests wait. */
    static final long SILENCE_MILLIS = 10_000;

    private record Waiting(long dueNanos, int bytes, Runnable action) {}

    private final FaultyNetwork network;
    private final Supplier<WayFault> fault;
    private final Consumer<String> breaking;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private Runnable last;
    private boolean dropping;
    private boolean ended;
    private Lane.Timer patience;

    /** {@code breaking} is told, without the monitor, why the connection cannot go on. */
    FaultyWay(FaultyNetwork network, Supplier<WayFault> fault, Consumer<String> breaking) {
        this.network = network;
        this.fault = fault;
        this.breaking = breaking;
    }

    /** Lets a frame pass when its time has come. */
    void pass(int bytes, Runnable action) {
        if (!admit(bytes, action)) {
            breaking.accept("a frame was lost");
        }
    }

    /** Returns false if the frame is lost. */
    private synchronized boolean admit(int bytes, Runnable action) {
        if (ended || dropping) {
            return true;
        }
        WayFault now = fault.get();
        if (now.isNone() && waiting.isEmpty()) {
            action.run();
            return true;
        }
        if (now.loss() > 0 && network.random().nextDouble() < now.loss()) {
            return false;
        }
        long delay = now.delayMillis()
                + (now.jitterMillis() == 0 ? 0 : network.random().nextLong(now.jitterMillis() + 1));
        long due = network.clock().monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(delay);
        waiting.addLast(new Waiting(due, bytes, action));
        waitingBytes += bytes;
        goOn();
        return true;
    }

    /** Lets the end pass once all that waits has. */
    synchronized void passLast(Runnable end) {
        if (ended) {
            return;
        }
        last = end;
        if (dropping) {
            passEnd();
        } else {
            goOn();
        }
    }

    /** Forgets what waits, and lets nothing pass any more but the end, which does not wait. */
    synchronized void dropWhatWaits() {
        dropping = true;
        forget();
        if (last != null) {
            passEnd();
        }
    }

    /** Forgets what waits, and lets nothing pass any more. */
    synchronized void end() {
        ended = true;
        last = null;
        forget();
    }

    private void forget() {
        waiting.clear();
        waitingBytes = 0;
        stopPatience();
    }

    private void passEnd() {
        ended = true;
        Runnable end = last;
        last = null;
        end.run();
    }

    /** Something else is wrong now, or nothing. */
    synchronized void faultChanged() {
        goOn();
    }

    synchronized boolean isCut() {
        return fault.get().cut();
    }

    synchronized long waitingBytes() {
        return waitingBytes;
    }

    /** Lets pass what may, and sees to it that the rest is looked at again. */
    private void goOn() {
        if (fault.get().cut()) {
            if (patience == null && (last != null || !waiting.isEmpty())) {
                patience = network.lane().schedule(TimeUnit.MILLISECONDS.toNanos(SILENCE_MILLIS), this::loseTouch);
            }
            return;
        }
        stopPatience();
        boolean slow = !fault.get().isNone();
        while (!waiting.isEmpty()) {
            long early = slow ? waiting.peekFirst().dueNanos() - network.clock().monotonicNanos() : 0;
            if (early > 0) {
                network.lane().schedule(early, this::faultChanged);
                return;
            }
            Waiting next = waiting.pollFirst();
            waitingBytes -= next.bytes();
            next.action().run();
        }
        if (last != null && !ended) {
            passEnd();
        }
    }

    private void stopPatience() {
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
    }

    private void loseTouch() {
        synchronized (this) {
            if (ended || !fault.get().cut()) {
                return;
            }
        }
        breaking.accept("no answer");
    }
}
