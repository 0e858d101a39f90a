package dev.muster.sim.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a search has been: sets of operations in order together with the state they lead to (Lowe 2017). Whoever comes
 * there a second time, by another order, need not go on.
 *
 * <p>Beyond the paper, for operations with unknown outcome: with the same known ones in order and the same state, having
 * used a subset of the unknown ones leaves every choice open that having used more does. So a configuration is also old if
 * one that used fewer was seen.
 *
 * @param <S> states
 */
final class Configurations<S> {
    private final Map<Configuration, List<Use>> seen = new HashMap<>();

    /** Operations before {@code base} are all in order; of those from it on, the ones in {@code window}. */
    private record Configuration(int base, long[] window, Object state) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Configuration that
                    && base == that.base
                    && Arrays.equals(window, that.window)
                    && state.equals(that.state);
        }

        @Override
        public int hashCode() {
            return (base * 31 + Arrays.hashCode(window)) * 31 + state.hashCode();
        }
    }

    /** Which unknown operations were used, and how many of them in a row just now. */
    private record Use(long[] unknown, int inARow) {
        boolean covers(Use other) {
            if (inARow > other.inARow || unknown.length > other.unknown.length) {
                return false;
            }
            for (int i = 0; i < unknown.length; i++) {
                if ((unknown[i] & ~other.unknown[i]) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Remembers a configuration; false if nothing new can come of it. */
    boolean add(OrderedSet known, int base, S state, OrderedSet unknown, int inARow) {
        Configuration configuration = new Configuration(base, known.wordsFrom(base), state);
        Use use = new Use(unknown.wordsFrom(0), inARow);
        List<Use> uses = seen.get(configuration);
        if (uses == null) {
            seen.put(configuration, List.of(use)); // the usual case: one way to use the unknown, or none
            return true;
        }
        for (Use old : uses) {
            if (old.covers(use)) {
                return false;
            }
        }
        List<Use> more = new ArrayList<>(uses);
        more.removeIf(use::covers);
        more.add(use);
        seen.put(configuration, more);
        return true;
    }
}
