package dev.muster.cypher.function;

import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.value.Arithmetic;
import dev.muster.cypher.value.Ordering;
import dev.muster.store.value.DurationValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What an aggregating function gathers over a group of rows; one for each group. Nulls are not shown to it. */
public abstract class Aggregation {
    private static final Map<String, Supplier<Aggregation>> TABLE = Map.ofEntries(
            Map.entry("count", Count::new),
            Map.entry("sum", Sum::new),
            Map.entry("avg", Average::new),
            Map.entry("min", () -> new Extreme(-1)),
            Map.entry("max", () -> new Extreme(1)),
            Map.entry("collect", Collect::new),
            Map.entry("stdev", () -> new Deviation(1)),
            Map.entry("stdevp", () -> new Deviation(0)),
            Map.entry("percentilecont", () -> new Percentile("percentileCont", true)),
            Map.entry("percentiledisc", () -> new Percentile("percentileDisc", false)));

    /** Makes the aggregation of that name, in lower case; null if there is none. */
    public static Supplier<Aggregation> find(String name) {
        return TABLE.get(name);
    }

    /** The names of all, in lower case. */
    static Set<String> names() {
        return TABLE.keySet();
    }

    /** How many arguments it takes. */
    public static int arguments(String name) {
        return name.startsWith("percentile") ? 2 : 1;
    }

    /** Takes one row's value, never null; {@code second} is the second argument, or null. */
    public abstract void add(Object value, Object second);

    public abstract Object result();

    /** Whether it keeps every value. */
    public boolean keepsAll() {
        return false;
    }

    private static final class Count extends Aggregation {
        private long count;

        @Override
        public void add(Object value, Object second) {
            count++;
        }

        @Override
        public Object result() {
            return count;
        }
    }

    private static final class Sum extends Aggregation {
        private Object sum = 0L;

        @Override
        public void add(Object value, Object second) {
            if (!(value instanceof Number) && !(value instanceof DurationValue)) {
                throw Arguments.wrong("sum", "a Number or Duration", value);
            }
            sum = value instanceof DurationValue && Long.valueOf(0).equals(sum) ? value : Arithmetic.add(sum, value);
        }

        @Override
        public Object result() {
            return sum;
        }
    }

    private static final class Average extends Aggregation {
        private Object sum;
        private long count;

        @Override
        public void add(Object value, Object second) {
            if (!(value instanceof Number) && !(value instanceof DurationValue)) {
                throw Arguments.wrong("avg", "a Number or Duration", value);
            }
            Object part = value instanceof Number number ? (Object) number.doubleValue() : value;
            sum = sum == null ? part : Arithmetic.add(sum, part);
            count++;
        }

        @Override
        public Object result() {
            return sum == null ? null : Arithmetic.divide(sum, count);
        }
    }

    private static final class Extreme extends Aggregation {
        private final int sign;
        private Object best;

        Extreme(int sign) {
            this.sign = sign;
        }

        @Override
        public void add(Object value, Object second) {
            if (best == null || sign * Ordering.INSTANCE.compare(value, best) > 0) {
                best = value;
            }
        }

        @Override
        public Object result() {
            return best;
        }
    }

    private static final class Collect extends Aggregation {
        private final List<Object> values = new ArrayList<>();

        @Override
        public void add(Object value, Object second) {
            values.add(value);
        }

        @Override
        public boolean keepsAll() {
            return true;
        }

        @Override
        public Object result() {
            return values;
        }
    }

    /** Welford's method, which stays exact where sums of squares would not. */
    private static final class Deviation extends Aggregation {
        private final int lost;
        private long count;
        private double mean;
        private double squares;

        Deviation(int lost) {
            this.lost = lost;
        }

        @Override
        public void add(Object value, Object second) {
            double x = Arguments.number("stDev", value).doubleValue();
            count++;
            double delta = x - mean;
            mean += delta / count;
            squares += delta * (x - mean);
        }

        @Override
        public Object result() {
            return count <= lost ? 0.0 : Math.sqrt(squares / (count - lost));
        }
    }

    private static final class Percentile extends Aggregation {
        private final String name;
        private final boolean continuous;
        private final List<Number> values = new ArrayList<>();
        private double percentile;

        Percentile(String name, boolean continuous) {
            this.name = name;
            this.continuous = continuous;
        }

        @Override
        public void add(Object value, Object second) {
            values.add(Arguments.number(name, value));
            percentile = Arguments.number(name, second).doubleValue();
            if (!(percentile >= 0 && percentile <= 1)) {
                throw CypherError.ARGUMENT.exception("Invalid input '" + second
                        + "' is not a valid argument, must be a number in the range 0.0 to 1.0");
            }
        }

        @Override
        public boolean keepsAll() {
            return true;
        }

        @Override
        public Object result() {
            if (values.isEmpty()) {
                return null;
            }
            values.sort(Ordering.INSTANCE);
            int last = values.size() - 1;
            if (!continuous) {
                int index = (int) Math.ceil(percentile * values.size()) - 1;
                return values.get(Math.max(0, Math.min(last, index)));
            }
            double position = percentile * last;
            int below = (int) Math.floor(position);
            int above = (int) Math.ceil(position);
            double low = values.get(below).doubleValue();
            return low + (position - below) * (values.get(above).doubleValue() - low);
        }
    }
}
