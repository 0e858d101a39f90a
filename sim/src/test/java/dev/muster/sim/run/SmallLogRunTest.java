package dev.muster.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sim.cluster.ClientRequest;
import dev.muster.sim.cluster.SimulatedMember;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole servers that write many times what their log and its entries in memory may take. */
class SmallLogRunTest extends SalesScenario {
    private static final int MEMORY_LIMIT = 2 << 20;

    @Test
    void filesOfTheLogAreUsedAgainMemoryStaysBelowItsLimitAndAPowerCutLosesNothing() throws IOException {
        comeUp();
        String text = "x".repeat(30_000);
        for (long i = 1; i <= 160; i++) {
            assertThat(ask(ClientRequest.write("sales", "CREATE (:Letter {text: $text})", Map.of("text", text)))
                            .isDone())
                    .isTrue();
            for (SimulatedMember member : cluster.members()) {
                assertThat(rafts.get(member.name()).metrics().entryBytes())
                        .as("bytes of entries on %s", member.name())
                        .isLessThan(MEMORY_LIMIT);
            }
        }
        for (SimulatedMember member : cluster.members()) {
            List<String> files = member
                    .machine()
                    .disk()
                    .list(member.config().directories().clusterState())
                    .stream()
                    .filter(name -> name.startsWith("raft-0"))
                    .toList();
            assertThat(files.get(files.size() - 1))
                    .as("the last segment of %s", member.name())
                    .isGreaterThan("raft-0000000015.wal");
            assertThat(files).as("segments of %s", member.name()).hasSizeLessThan(8);
        }

        cluster.members().forEach(SimulatedMember::cutPower);
        cluster.startAll();
        assertAllIsWell();
        assertThat(ask(ClientRequest.write("sales", "MATCH (l:Letter) RETURN count(l)", Map.of()))
                        .rows())
                .containsExactly(List.of(160L));
    }
}
