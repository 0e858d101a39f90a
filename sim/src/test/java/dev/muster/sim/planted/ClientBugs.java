package dev.muster.sim.planted;

import static dev.muster.sim.fault.FaultKind.ISOLATE_LEADER;

import dev.muster.sim.cluster.ClientAnswer;
import dev.muster.sim.cluster.ClientRequest;
import dev.muster.sim.cluster.Seams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bugs of what stands between a client and its database. */
final class ClientBugs {
    static final List<PlantedBug> ALL = List.of(
            PlantedBug.of(
                    "reads answered from a cache",
                    "a server repeats what it once answered to the same question",
                    CachedReads::new),
            PlantedBug.of("answers swapped", "a client gets the answer to the question before", SwappedAnswers::new)
                    .in("lists"),
            PlantedBug.of(
                            "reads not sent to the leader",
                            "what only reads is answered by whoever is asked",
                            AnyoneReads::new)
                    .with(ISOLATE_LEADER));

    private ClientBugs() {}

    private static boolean isRead(ClientRequest request) {
        return request.statements().stream()
                .allMatch(statement -> statement.query().startsWith("MATCH")
                        && !statement.query().contains("SET "));
    }

    private static final class CachedReads implements Seams {
        private final Map<List<ClientRequest.Statement>, ClientAnswer> cache = new HashMap<>();

        @Override
        public ClientAnswer answer(String server, ClientRequest asked, ClientAnswer answer) {
            if (!answer.isDone() || !isRead(asked)) {
                return answer;
            }
            ClientAnswer before = cache.putIfAbsent(asked.statements(), answer);
            return before == null ? answer : before;
        }
    }

    private static final class SwappedAnswers implements Seams {
        private ClientAnswer before;

        @Override
        public ClientAnswer answer(String server, ClientRequest asked, ClientAnswer answer) {
            if (!answer.isDone() || !isRead(asked)) {
                return answer;
            }
            ClientAnswer told = before == null ? answer : before;
            before = answer;
            return told;
        }
    }

    private static final class AnyoneReads implements Seams {
        @Override
        public ClientRequest request(String server, ClientRequest asked) {
            return isRead(asked)
                    ? new ClientRequest(asked.database(), false, asked.bookmarks(), asked.statements())
                    : asked;
        }
    }
}
