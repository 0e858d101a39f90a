package dev.muster.sim.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Counts the points that a client passes, and lets one fault strike at one of them. */
final class PointWatch {
    private final List<PointKind> passed = new ArrayList<>();
    private boolean counting;
    private int at;
    private PointFault armed;
    private Consumer<String> strike;
    private String source = "";

    /** Begins to count, without any fault. */
    void count() {
        passed.clear();
        counting = true;
        armed = null;
    }

    /**
     * Begins to count; at the point of that number, or the first behind it at which the fault can happen, it strikes once.
     * {@code striking} is told the server that was spoken to last; empty if none was.
     */
    void arm(int number, PointFault fault, Consumer<String> striking) {
        count();
        at = number;
        armed = fault;
        strike = striking;
    }

    /** Ends counting; what has not struck does not any more. Returns whether it had struck. */
    boolean disarm() {
        counting = false;
        boolean struck = strike != null && armed == null;
        armed = null;
        strike = null;
        return struck;
    }

    /** The points that were passed, in order. */
    List<PointKind> passed() {
        return List.copyOf(passed);
    }

    /** Told just before something is done; says what becomes of it. */
    PointFault.Effect passing(PointKind kind) {
        if (!counting) {
            return PointFault.Effect.NONE;
        }
        int number = passed.size();
        passed.add(kind);
        if (armed == null || number < at || !armed.happensAt(kind)) {
            return PointFault.Effect.NONE;
        }
        PointFault now = armed;
        armed = null;
        strike.accept(source);
        return now.effect();
    }

    /** A message goes to, or has come from, a server. */
    PointFault.Effect passing(PointKind kind, String server) {
        source = server;
        return passing(kind);
    }
}
