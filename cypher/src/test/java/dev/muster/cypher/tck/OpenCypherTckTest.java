package dev.muster.cypher.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cypher.CypherEngine;
import dev.muster.cypher.engine.CypherEngines;
import dev.muster.cypher.tck.Verdict.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every scenario of the kit passes or is listed in {@code unsupported-tck.txt}: a line of name, outcome and reason, with tabs
 * between. What the list should be is written to {@code target/unsupported-tck.txt}.
 */
class OpenCypherTckTest {
    @Test
    void everyScenarioPassesOrIsListedAsWhatItIs() throws Exception {
        Map<String, Verdict> listed = listed();
        Map<String, Verdict> unlisted = new LinkedHashMap<>();
        List<String> actual = new ArrayList<>();
        List<Scenario> scenarios = ScenarioFiles.all();
        CypherEngine engine = CypherEngines.create();
        for (Scenario scenario : scenarios) {
            Verdict verdict = ScenarioRun.of(scenario, engine);
            if (verdict != Verdict.PASSED) {
                actual.add(scenario.name() + "\t" + verdict.outcome() + "\t" + verdict.reason());
            }
            Verdict expected = listed.remove(scenario.name());
            Outcome due = expected == null ? Outcome.PASSED : expected.outcome();
            if (verdict.outcome() != due) {
                unlisted.put(scenario.name() + " is listed as " + due, verdict);
            }
        }
        Files.write(Path.of("target", "unsupported-tck.txt"), actual);
        System.out.printf(
                "openCypher TCK: %d of %d scenarios passed%n", scenarios.size() - actual.size(), scenarios.size());
        assertThat(unlisted)
                .as("scenarios that ended otherwise than listed; the list may only shrink")
                .isEmpty();
        assertThat(listed).as("listed, but no scenario of the kit").isEmpty();
    }

    private static Map<String, Verdict> listed() throws IOException {
        Map<String, Verdict> result = new LinkedHashMap<>();
        try (InputStream in = OpenCypherTckTest.class.getResourceAsStream("/unsupported-tck.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.split("\t");
                    assertThat(parts).as(line).hasSize(3);
                    result.put(parts[0], new Verdict(Outcome.valueOf(parts[1]), parts[2]));
                }
            }
        }
        return result;
    }
}
