package dev.muster.clients.javascript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.clustertests.Cluster;
import dev.muster.clustertests.MusterCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** {@code suite.mjs}, each of its tests as one of ours. */
@MusterCluster(databases = "sales")
@Timeout(120)
class DriverSuiteIT {
    private static final Pattern OUTCOME = Pattern.compile("(not )?ok \\d+ - (.*)");

    @TestFactory
    Stream<DynamicTest> suite(Cluster cluster) throws Exception {
        NodeProcess.assumeInstalled();
        String leader = cluster.leaderOf("neo4j");
        String follower = cluster.servers().stream()
                .filter(server -> !server.equals(leader))
                .findFirst()
                .orElseThrow();
        Map<String, String> environment = Map.of(
                "MUSTER_ROUTED", cluster.uri(),
                "MUSTER_DIRECT", cluster.uri(follower),
                "MUSTER_LEADER", cluster.uri(leader).substring("bolt://".length()));
        try (NodeProcess node = NodeProcess.start(environment, "--test-reporter=tap", "suite.mjs")) {
            int exitCode = node.end();
            List<DynamicTest> outcomes = outcomes(node.lines());
            outcomes.add(DynamicTest.dynamicTest(
                    "the suite as a whole",
                    () -> assertThat(exitCode)
                            .as(String.join("\n", node.lines()))
                            .isZero()));
            return outcomes.stream();
        }
    }

    /** A test for each line that says how one went; what follows it up to the next one says why. */
    private static List<DynamicTest> outcomes(List<String> lines) {
        List<DynamicTest> outcomes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher outcome = OUTCOME.matcher(lines.get(i));
            if (outcome.matches()) {
                int end = i + 1;
                while (end < lines.size() && !OUTCOME.matcher(lines.get(end)).matches()) {
                    end++;
                }
                String details = String.join("\n", lines.subList(i, end));
                boolean passed = outcome.group(1) == null;
                outcomes.add(DynamicTest.dynamicTest(
                        outcome.group(2), () -> assertThat(passed).as(details).isTrue()));
            }
        }
        return outcomes;
    }
}
