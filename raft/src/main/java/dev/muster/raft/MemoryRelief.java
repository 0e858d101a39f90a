package dev.muster.raft;

import dev.muster.runtime.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Frees memory of entries: has the groups that take most of it take checkpoints, few at a time. Any thread. */
final class MemoryRelief {
    /** Longer than most checkpoints take, so that what was asked for shows before more is. */
    private static final long PAUSE_NANOS = 20_000_000;

    private record Holder(HostedGroup group, long bytes) {}

    private final EntryMemory memory;
    private final Clock clock;
    private final AtomicLong nextNanos;

    MemoryRelief(EntryMemory memory, Clock clock) {
        this.memory = memory;
        this.clock = clock;
        this.nextNanos = new AtomicLong(clock.monotonicNanos());
    }

    /** Asks as many of them, the largest first, as together free enough, unless that was done a moment ago. */
    void relieve(Collection<HostedGroup> groups) {
        long now = clock.monotonicNanos();
        long due = nextNanos.get();
        if (now - due < 0 || !nextNanos.compareAndSet(due, now + PAUSE_NANOS)) {
            return;
        }
        List<Holder> holders = groups.stream()
                .map(group -> new Holder(group, group.bytesSinceSnapshot()))
                .filter(holder -> holder.bytes() > 0)
                .sorted(Comparator.comparingLong(Holder::bytes)
                        .reversed()
                        .thenComparing(holder -> holder.group().id().value()))
                .toList();
        long excess = memory.excess();
        for (Holder holder : holders) {
            if (excess <= 0) {
                return;
            }
            holder.group().unpin();
            excess -= holder.bytes();
        }
    }
}
