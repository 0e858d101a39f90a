package dev.muster.raft;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A state machine that remembers all entries. It outlives its process: what is left of it after a power cut is the last
 * checkpoint, after a kill everything.
 */
final class ListMachine implements StateMachine {
    private final List<String> entries = new ArrayList<>(List.of(""));
    private int checkpointed;
    int checkpoints;
    int copies;
    int rolesHeard;
    String failedWith;
    /** What any member applied at each index, and where members differed. */
    java.util.Map<Long, String> truth = new java.util.HashMap<>();

    List<String> violations = new ArrayList<>();
    boolean throwOnApply;
    boolean checkpointFails;
    boolean copyFails;
    boolean tellsTwice;
    boolean roleChangeThrows;
    /** Whoever does ahead what takes long of a checkpoint; null if that is nothing. */
    java.util.function.Consumer<Runnable> ahead;

    Function<MemberId, ListMachine> source = member -> null;
    java.util.function.BiConsumer<Runnable, Long> later = (task, millis) -> task.run();

    /** What comes back after a power cut. */
    void loseUnsynced() {
        while (entries.size() > checkpointed + 1) {
            entries.remove(entries.size() - 1);
        }
    }

    List<String> entries() {
        return entries.subList(1, entries.size());
    }

    /** The entries that somebody proposed. */
    List<String> proposed() {
        return entries().stream().filter(entry -> !entry.isEmpty()).toList();
    }

    @Override
    public long appliedIndex() {
        return entries.size() - 1L;
    }

    @Override
    public Object apply(long index, byte[] payload) {
        if (index != entries.size()) {
            throw new AssertionError("entry " + index + " after " + (entries.size() - 1));
        }
        if (throwOnApply && payload.length > 0) {
            throw new IllegalStateException("planted");
        }
        String entry = new String(payload, StandardCharsets.UTF_8);
        String known = truth.putIfAbsent(index, entry);
        if (known != null && !known.equals(entry)) {
            violations.add("entry " + index + " is '" + entry + "' here and was '" + known + "'");
        }
        entries.add(entry);
        return index;
    }

    @Override
    public void checkpointAhead(Runnable ready) {
        if (ahead == null) {
            ready.run();
        } else {
            ahead.accept(ready);
        }
    }

    @Override
    public byte[] checkpoint(long index) {
        if (checkpointFails) {
            throw new IllegalStateException("planted: no space");
        }
        if (index != entries.size() - 1) {
            throw new AssertionError("checkpoint at " + index + ", applied " + (entries.size() - 1));
        }
        checkpointed = entries.size() - 1;
        checkpoints++;
        return ("state at " + index).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void copyNeeded(long index, byte[] descriptor, MemberId from, Runnable done) {
        if (copyFails) {
            throw new IllegalStateException("planted: no copy");
        }
        copies++;
        later.accept(
                () -> {
                    List<String> copy = List.copyOf(source.apply(from).entries);
                    entries.clear();
                    entries.addAll(copy);
                    checkpointed = entries.size() - 1;
                    done.run();
                    if (tellsTwice) {
                        done.run();
                    }
                },
                50L);
    }

    @Override
    public void roleChanged(RaftStatus status) {
        rolesHeard++;
        if (roleChangeThrows) {
            throw new IllegalStateException("planted: a listener's defect");
        }
    }

    @Override
    public void failed(String reason, Throwable cause) {
        failedWith = reason;
    }
}
