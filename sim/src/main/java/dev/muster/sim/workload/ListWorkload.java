package dev.muster.sim.workload;

import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.cluster.ClientRequest;
import dev.muster.sim.history.ListAppendCheck;
import dev.muster.sim.history.ListAppendModel.Append;
import dev.muster.sim.history.ListAppendModel.Done;
import dev.muster.sim.history.ListAppendModel.Input;
import dev.muster.sim.history.ListAppendModel.Output;
import dev.muster.sim.history.ListAppendModel.Read;
import dev.muster.sim.history.ListAppendModel.Values;
import dev.muster.sim.history.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Clients that append to lists and read them whole. A list that is long enough is left for a new one. */
final class ListWorkload extends RecordedWorkload<Input, Output> {
    private static final int LISTS = 3;
    private static final int CLIENTS = 3;
    private static final int APPENDS_PER_LIST = 150;
    private static final int GENERATIONS = 20;

    private long lastValue;

    @Override
    public String name() {
        return "lists";
    }

    @Override
    public String database() {
        return "lists";
    }

    @Override
    public List<ClientRequest> setup() {
        // All lists are there from the start: without a constraint, two that MERGE the same list at once make two of
        // it.
        return List.of(ClientRequest.write(
                database(),
                "UNWIND range(1, $lists) AS list MERGE (l:List {key: 'l' + list})",
                Map.of("lists", (long) LISTS * GENERATIONS)));
    }

    @Override
    public int clients() {
        return CLIENTS;
    }

    private String key(long list) {
        return "l" + (list + LISTS * Math.min(GENERATIONS - 1, lastValue / (LISTS * APPENDS_PER_LIST)));
    }

    @Override
    public Attempt next(SimulatedRandom dice) {
        String key = key(dice.between(1, LISTS));
        return dice.nextBoolean() ? read(key) : append(key, ++lastValue);
    }

    private Attempt append(String key, long value) {
        return recorded(
                new Append(key, value),
                ClientRequest.write(
                        database(),
                        "MATCH (l:List {key: $key}) SET l.values = coalesce(l.values, []) + $value",
                        Map.of("key", key, "value", value)),
                answer -> new Done());
    }

    private Attempt read(String key) {
        return recorded(
                new Read(key),
                ClientRequest.write(database(), "MATCH (l:List {key: $key}) RETURN l.values", Map.of("key", key)),
                answer -> new Values(
                        answer.rows().get(0).get(0) == null
                                ? List.of()
                                : ((List<?>) answer.rows().get(0).get(0))
                                        .stream().map(Long.class::cast).toList()));
    }

    @Override
    public List<Attempt> finalReads() {
        List<Attempt> reads = new ArrayList<>();
        for (long list = 1; list <= LISTS; list++) {
            reads.add(read(key(list)));
        }
        return reads;
    }

    @Override
    Verdict verdict() {
        return ListAppendCheck.check(recorder().history(), STEPS_MAX);
    }
}
