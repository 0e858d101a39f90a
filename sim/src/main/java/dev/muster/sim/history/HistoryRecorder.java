package dev.muster.sim.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down what clients do while they do it. Every call gets one {@link #invoked} and at most one of {@link #returned},
 * {@link #outcomeUnknown} and {@link #failed}; a call without any is unknown.
 *
 * <p>The rule of outcomes: <em>failed</em> is only what certainly never takes effect (the answer says so). A timeout, a lost
 * connection, a leader that stepped down meanwhile are <em>unknown</em>. To call an unknown one failed makes a correct
 * cluster look wrong.
 *
 * <p><b>Lane.</b> Belongs to the one thread on which all its clients run. Times must not decrease.
 *
 * @param <I> inputs
 * @param <O> outputs
 */
public final class HistoryRecorder<I, O> {
    private static final int NONE = -1;

    private final List<Call<I, O>> calls = new ArrayList<>();
    private final Map<Integer, Integer> openByClient = new HashMap<>();
    private long lastNanos = Long.MIN_VALUE;
    private long nextSequence;

    private enum State {
        OPEN,
        RETURNED,
        UNKNOWN,
        FAILED
    }

    private static final class Call<I, O> {
        final int client;
        final I input;
        final Moment invoked;
        State state = State.OPEN;
        Moment returned = Moment.NEVER;
        O output;

        Call(int client, I input, Moment invoked) {
            this.client = client;
            this.input = input;
            this.invoked = invoked;
        }
    }

    /**
     * A client sends a call; returns the number by which to report its end. Throws {@link IllegalStateException} if the
     * client's last call is still open: two calls at once are two clients.
     */
    public int invoked(int client, long nanos, I input) {
        int open = openByClient.getOrDefault(client, NONE);
        if (open != NONE) {
            throw new IllegalStateException("client " + client + " has call " + open + " open");
        }
        int id = calls.size();
        calls.add(new Call<>(client, input, moment(nanos)));
        openByClient.put(client, id);
        return id;
    }

    /** The answer to a call has arrived. */
    public void returned(int id, long nanos, O output) {
        Moment at = moment(nanos);
        Call<I, O> call = close(id, State.RETURNED);
        call.returned = at;
        call.output = output;
    }

    /** Nobody waits for the answer any more; the call may have taken effect, may still, or may not. */
    public void outcomeUnknown(int id) {
        close(id, State.UNKNOWN);
    }

    /** The call has certainly had no effect and never will. */
    public void failed(int id) {
        close(id, State.FAILED);
    }

    /** What has been recorded so far; calls that are still open are unknown in it. */
    public History<I, O> history() {
        List<Operation<I, O>> operations = new ArrayList<>(calls.size());
        List<I> failed = new ArrayList<>();
        for (int id = 0; id < calls.size(); id++) {
            Call<I, O> call = calls.get(id);
            if (call.state == State.FAILED) {
                failed.add(call.input);
            } else {
                operations.add(new Operation<>(id, call.client, call.invoked, call.returned, call.input, call.output));
            }
        }
        return new History<>(operations, failed);
    }

    private Moment moment(long nanos) {
        if (nanos < lastNanos) {
            throw new IllegalArgumentException("time runs backwards: " + nanos + " ns after " + lastNanos + " ns");
        }
        lastNanos = nanos;
        return new Moment(nanos, nextSequence++);
    }

    private Call<I, O> close(int id, State state) {
        Call<I, O> call = calls.get(id);
        if (call.state != State.OPEN) {
            throw new IllegalStateException("call " + id + " has ended already: " + call.state);
        }
        call.state = state;
        openByClient.remove(call.client);
        return call;
    }
}
