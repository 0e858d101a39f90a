package dev.muster.raft;

import dev.muster.runtime.Lane;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What a group is asked besides proposals: taken to its lane, answered when the turn's records are durable, and answered
 * too when the group ends before that. {@link #ask} any thread, the rest lane only.
 */
final class Questions {
    private final HostedGroup group;
    private final Lane lane;
    private final TurnGate gate;
    private final PendingList open = new PendingList();

    Questions(HostedGroup group, Lane lane, TurnGate gate) {
        this.group = group;
        this.lane = lane;
        this.gate = gate;
    }

    /** Puts a question; what it answers, or why not as a {@link RaftException}, comes on the lane. */
    <T> CompletionStage<T> ask(Supplier<CompletableFuture<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        lane.execute(() -> {
            if (!group.isRunning()) {
                answer.completeExceptionally(group.notRunning());
                return;
            }
            gate.touch(group);
            Pending pending = new Pending();
            open.add(pending);
            pending.exceptionally(failure -> {
                answer.completeExceptionally(failure);
                return null;
            });
            question.get()
                    .whenComplete((value, failure) -> gate.hold(() -> {
                        if (open.remove(pending)) {
                            answer(answer, value, failure);
                        }
                    }));
        });
        return answer;
    }

    private <T> void answer(CompletableFuture<T> answer, T value, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause == null) {
            answer.complete(value);
        } else {
            answer.completeExceptionally(
                    cause instanceof RaftException ? cause : Outcomes.ofQuery(group.label(), cause));
        }
    }

    /** Nothing will be answered any more. */
    void abandon(String reason) {
        open.drain(pending -> pending.completeExceptionally(
                new RaftException.OutcomeUnknown(reason + " before the question was answered", null)));
    }
}
