package dev.muster.bolt;

import java.util.concurrent.atomic.LongAdder;

/** The numbers behind {@link BoltCounters}, counted by any thread. */
final class Tally {
    final LongAdder accepted = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder handshakesFailed = new LongAdder();
    final LongAdder httpRequests = new LongAdder();
    final LongAdder messages = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder timeouts = new LongAdder();

    BoltCounters read() {
        return new BoltCounters(
                accepted.sum(),
                refused.sum(),
                handshakesFailed.sum(),
                httpRequests.sum(),
                messages.sum(),
                failures.sum(),
                timeouts.sum());
    }
}
