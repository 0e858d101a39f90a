package dev.muster.sim.history;

import dev.muster.sim.history.RegisterModel.CompareAndSet;
import dev.muster.sim.history.RegisterModel.Compared;
import dev.muster.sim.history.RegisterModel.Input;
import dev.muster.sim.history.RegisterModel.Output;
import dev.muster.sim.history.RegisterModel.Read;
import dev.muster.sim.history.RegisterModel.Value;
import dev.muster.sim.history.RegisterModel.Write;
import dev.muster.sim.history.RegisterModel.Written;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

final class NaiveRegisters implements Naive<Input, Output> {
    private final int keys;
    private final int values;
    private final Map<String, Long> data = new HashMap<>();

    NaiveRegisters(int keys, int values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    public Output apply(Input input) {
        if (input instanceof Write write) {
            data.put(write.key(), write.value());
            return new Written();
        }
        if (input instanceof CompareAndSet compare) {
            boolean sets = Objects.equals(data.get(compare.key()), compare.expected());
            if (sets) {
                data.put(compare.key(), compare.wanted());
            }
            return new Compared(sets);
        }
        return new Value(data.get(input.key()));
    }

    @Override
    public Naive<Input, Output> copy() {
        NaiveRegisters copy = new NaiveRegisters(keys, values);
        copy.data.putAll(data);
        return copy;
    }

    @Override
    public Input randomInput(Random random, int number) {
        String key = "k" + random.nextInt(keys);
        return switch (random.nextInt(4)) {
            case 0 -> new Write(key, random.nextInt(values));
            case 1 -> new CompareAndSet(key, valueOrNull(random), random.nextInt(values));
            default -> new Read(key);
        };
    }

    @Override
    public Output randomOutput(Random random, Input input) {
        if (input instanceof Write) {
            return new Written();
        }
        return input instanceof Read ? new Value(valueOrNull(random)) : new Compared(random.nextBoolean());
    }

    private Long valueOrNull(Random random) {
        int value = random.nextInt(values + 1);
        return value == values ? null : Long.valueOf(value);
    }
}
