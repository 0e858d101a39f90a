package dev.muster.sim.history;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * Histories that are right by construction: every operation is done at once, at some point between its call and its
 * return. Clients may lose an answer (the operation is done at any later time, or never) and go on.
 */
final class RandomHistory<I, O> {
    private static final int LATENCY_MAX = 100;
    private static final int LATE_MAX = 1_000;

    private final Random random;
    private final Naive<I, O> data;
    private final int operations;
    private final double unknownShare;
    private final HistoryRecorder<I, O> recorder = new HistoryRecorder<>();
    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final List<O> answers = new ArrayList<>();
    private int begun;
    private long sequence;

    private record Event(long at, long sequence, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
        }
    }

    private RandomHistory(Random random, Naive<I, O> data, int operations, double unknownShare) {
        this.random = random;
        this.data = data;
        this.operations = operations;
        this.unknownShare = unknownShare;
    }

    /** Changes the data. */
    static <I, O> History<I, O> of(Random random, Naive<I, O> data, int clients, int operations, double unknownShare) {
        RandomHistory<I, O> history = new RandomHistory<>(random, data, operations, unknownShare);
        for (int client = 0; client < clients; client++) {
            history.beginLater(client, 0);
        }
        while (!history.queue.isEmpty()) {
            history.queue.remove().action.run();
        }
        return history.recorder.history();
    }

    /** The same with the answer of one operation replaced by some other; it may be right by chance. */
    static <I, O> History<I, O> mutated(Random random, Naive<I, O> data, History<I, O> history) {
        List<Operation<I, O>> operations = new ArrayList<>(history.operations());
        int at = random.nextInt(operations.size());
        Operation<I, O> old = operations.get(at);
        if (!old.isUnknown()) {
            O output = data.randomOutput(random, old.input());
            operations.set(
                    at, new Operation<>(old.id(), old.client(), old.invoked(), old.returned(), old.input(), output));
        }
        return new History<>(operations, history.failed());
    }

    private void beginLater(int client, long now) {
        if (begun < operations) {
            int number = begun++;
            at(now + random.nextInt(LATENCY_MAX), begin -> begin(client, number, begin));
        }
    }

    private void begin(int client, int number, long now) {
        I input = data.randomInput(random, number);
        int id = recorder.invoked(client, now, input);
        while (answers.size() <= id) {
            answers.add(null);
        }
        if (random.nextDouble() < unknownShare) {
            loseAnswer(client, id, input, now);
            return;
        }
        long done = now + random.nextInt(LATENCY_MAX);
        at(done, at -> answers.set(id, data.apply(input)));
        at(done + random.nextInt(LATENCY_MAX), at -> {
            recorder.returned(id, at, answers.get(id));
            beginLater(client, at);
        });
    }

    private void loseAnswer(int client, int id, I input, long now) {
        if (random.nextBoolean()) {
            at(now + random.nextInt(LATE_MAX), at -> data.apply(input));
        }
        at(now + LATENCY_MAX, at -> {
            recorder.outcomeUnknown(id);
            beginLater(client, at);
        });
    }

    private void at(long time, LongConsumer action) {
        queue.add(new Event(time, sequence++, () -> action.accept(time)));
    }
}
