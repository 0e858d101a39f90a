package dev.muster.sim.cli;

import dev.muster.sim.fault.PlannedFault;
import dev.muster.sim.run.RunResult;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows what a run found. */
final class RunReport {
    private RunReport() {}

    /** Everything that helps to understand a failure, and the line that brings it back. */
    static void explain(RunResult failed, PrintStream out) {
        out.println();
        failed.timeline().forEach(out::println);
        out.println();
        out.println("Faults of this run:");
        for (PlannedFault fault : failed.faults()) {
            out.println("  " + fault);
        }
        out.println();
        failed.notes().forEach(out::println);
        failed.problems().forEach(problem -> out.println("FAILED  " + problem));
        out.println("replay: " + failed.options().replayCommand());
    }

    static Map<String, Object> json(RunResult result, long realNanos) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("seed", result.options().seed());
        document.put("scenario", result.options().scenario());
        document.put("events", result.events());
        document.put("virtualSeconds", result.virtualNanos() / 1e9);
        document.put("realSeconds", realNanos / 1e9);
        document.put("hash", String.format("%016x", result.hash()));
        document.put("verdict", result.isGood() ? "ok" : "failed");
        document.put("problems", result.problems());
        document.put(
                "faults", result.faults().stream().map(PlannedFault::toString).toList());
        document.put("attempts", result.attempts());
        document.put("done", result.done());
        document.put("notes", result.notes());
        document.put("replay", result.options().replayCommand());
        return document;
    }
}
