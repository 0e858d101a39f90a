package dev.muster.sim.history;

import dev.muster.sim.history.ListAppendModel.Append;
import dev.muster.sim.history.ListAppendModel.Done;
import dev.muster.sim.history.ListAppendModel.Input;
import dev.muster.sim.history.ListAppendModel.Output;
import dev.muster.sim.history.ListAppendModel.Read;
import dev.muster.sim.history.ListAppendModel.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

final class NaiveLists implements Naive<Input, Output> {
    private final int keys;
    private final Map<String, List<Long>> data = new HashMap<>();

    NaiveLists(int keys) {
        this.keys = keys;
    }

    @Override
    public Output apply(Input input) {
        if (input instanceof Append append) {
            data.computeIfAbsent(append.key(), key -> new ArrayList<>()).add(append.value());
            return new Done();
        }
        return new Values(data.getOrDefault(input.key(), List.of()));
    }

    @Override
    public Naive<Input, Output> copy() {
        NaiveLists copy = new NaiveLists(keys);
        data.forEach((key, list) -> copy.data.put(key, new ArrayList<>(list)));
        return copy;
    }

    @Override
    public Input randomInput(Random random, int number) {
        String key = "k" + number % keys;
        return random.nextBoolean() ? new Append(key, number) : new Read(key);
    }

    /** For a read, up to two of the first seven values, so that tiny histories get plausible ones. */
    @Override
    public Output randomOutput(Random random, Input input) {
        if (input instanceof Append) {
            return new Done();
        }
        List<Long> values = new ArrayList<>();
        for (int size = random.nextInt(3); size > 0; size--) {
            values.add((long) random.nextInt(7));
        }
        return new Values(values);
    }
}
