package dev.muster.sim.workload;

import dev.muster.sim.cluster.ClientAnswer;
import dev.muster.sim.cluster.ClientRequest;
import dev.muster.sim.history.HistoryRecorder;
import dev.muster.sim.history.Verdict;
import java.util.List;
import java.util.function.Function;

/**
 * A workload whose clients' calls are written down and judged as a history at the end.
 *
 * @param <I> inputs of the history's model
 * @param <O> outputs
 */
abstract class RecordedWorkload<I, O> implements Workload {
    /** Enough for all histories that faults of some seconds give rise to; more would take minutes. */
    static final long STEPS_MAX = 20_000_000;

    private final HistoryRecorder<I, O> recorder = new HistoryRecorder<>();

    /** A call that is written down; {@code output} reads the answer of one that is done. */
    Attempt recorded(I input, ClientRequest request, Function<ClientAnswer, O> output) {
        return new Attempt() {
            private int call;

            @Override
            public ClientRequest request() {
                return request;
            }

            @Override
            public void began(int client, long nanos) {
                call = recorder.invoked(client, nanos, input);
            }

            @Override
            public void ended(ClientAnswer answer, long nanos) {
                switch (answer.outcome()) {
                    case DONE -> recorder.returned(call, nanos, output.apply(answer));
                    case UNKNOWN -> recorder.outcomeUnknown(call);
                    case REFUSED -> recorder.failed(call);
                }
            }
        };
    }

    HistoryRecorder<I, O> recorder() {
        return recorder;
    }

    /** Judges all that was recorded. */
    abstract Verdict verdict();

    @Override
    public List<String> judge() {
        Verdict verdict = verdict();
        return verdict.isOk() ? List.of() : List.of(name() + ": " + verdict.explanation());
    }
}
