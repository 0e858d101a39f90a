package dev.muster.sim.cluster;

import java.util.HashMap;
import java.util.Map;

/**
 * What travels between clients and servers: frames carry only numbers, the transactions themselves stay here, since both
 * ends are in one process. Loss, delay and partition happen to the frames.
 */
final class Exchange {
    /** Frames older than so many requests find nothing any more, so that long runs stay small. */
    private static final int KEPT = 10_000;

    private final Map<Long, ClientRequest> requests = new HashMap<>();
    private final Map<Long, ClientAnswer> answers = new HashMap<>();
    private long last;

    /** Gives a request a number. */
    long ask(ClientRequest request) {
        last++;
        requests.put(last, request);
        requests.remove(last - KEPT);
        return last;
    }

    /** The request of that number, or null if it is long over. Asked for once per frame that arrives. */
    ClientRequest request(long number) {
        return requests.get(number);
    }

    void answer(long number, ClientAnswer answer) {
        answers.put(number, answer);
        answers.remove(number - KEPT);
    }

    /** The answer that a frame announces; null if it was taken already. */
    ClientAnswer take(long number) {
        return answers.remove(number);
    }
}
