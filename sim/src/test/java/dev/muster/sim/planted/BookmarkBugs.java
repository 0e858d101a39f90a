package dev.muster.sim.planted;

import static dev.muster.sim.fault.FaultKind.DELAY;
import static dev.muster.sim.fault.FaultKind.ISOLATE;

import dev.muster.sim.cluster.ClientAnswer;
import dev.muster.sim.cluster.ClientRequest;
import dev.muster.sim.cluster.Seams;
import java.util.List;

/** Bugs of bookmarks. */
final class BookmarkBugs {
    static final List<PlantedBug> ALL = List.of(
            PlantedBug.of("bookmarks ignored", "a read does not wait for what its bookmark promises", Ignored::new)
                    .in("bookmarks")
                    .with(ISOLATE, DELAY),
            PlantedBug.of("bookmark too old", "a bookmark names the transaction before the one it is of", TooOld::new)
                    .in("bookmarks")
                    .with(ISOLATE, DELAY)
                    .often(4)
                    .within(100));

    private BookmarkBugs() {}

    private static final class Ignored implements Seams {
        @Override
        public ClientRequest request(String server, ClientRequest asked) {
            return new ClientRequest(asked.database(), asked.write(), List.of(), asked.statements());
        }
    }

    private static final class TooOld implements Seams {
        @Override
        public ClientAnswer answer(String server, ClientRequest asked, ClientAnswer answer) {
            int colon = answer.bookmark().lastIndexOf(':');
            if (!answer.isDone() || colon < 0) {
                return answer;
            }
            long transaction = Long.parseLong(answer.bookmark().substring(colon + 1));
            return new ClientAnswer(
                    answer.outcome(),
                    answer.server(),
                    answer.code(),
                    answer.message(),
                    answer.rows(),
                    answer.bookmark().substring(0, colon + 1) + Math.max(0, transaction - 1));
        }
    }
}
