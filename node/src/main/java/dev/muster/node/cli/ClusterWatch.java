package dev.muster.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.backup.cli.TextTable;
import dev.muster.node.cli.console.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Shows every copy of every database, again and again: on a terminal in place, elsewhere whenever something has changed. */
final class ClusterWatch {
    private static final long PAUSE_MILLIS = 500;
    private static final String FROM_THE_TOP = "\u001b[H\u001b[2J";

    private ClusterWatch() {}

    /** Until the thread is interrupted; {@code page} is null while no server answers. */
    static void run(Console console, Supplier<JsonNode> page) throws InterruptedException {
        String shown = "";
        while (true) {
            String now = text(page.get());
            if (!now.equals(shown)) {
                console.out().print(console.terminal() ? FROM_THE_TOP + now : now + "\n");
                console.out().flush();
                shown = now;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** What is known, without what changes though nothing happens. */
    static String text(JsonNode page) {
        if (page == null) {
            return "no server answers\n";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("DATABASE", "SERVER", "ROLE", "TERM", "REQUESTED", "CURRENT", "LAG", "MESSAGE"));
        for (JsonNode database : page.path("databases")) {
            for (JsonNode copy : database.path("copies")) {
                rows.add(List.of(
                        database.path("name").asText(),
                        copy.path("server").asText(),
                        copy.path("role").asText(),
                        orDash(copy.path("term")),
                        database.path("requestedStatus").asText(),
                        copy.path("currentStatus").asText(),
                        orDash(copy.path("lag")),
                        copy.path("message").asText()));
            }
        }
        return page.path("catalog").asBoolean()
                ? String.join("\n", TextTable.render(rows)) + "\n"
                : "the system database does not answer on "
                        + page.path("server").asText() + "\n";
    }

    private static String orDash(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "-" : value.asText();
    }
}
