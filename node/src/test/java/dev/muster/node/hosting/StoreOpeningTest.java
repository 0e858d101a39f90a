package dev.muster.node.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a server comes to the store of a database, case by case: store found, its group known, own group known, seed, members, decision. */
class StoreOpeningTest {
    private static final UUID OWN = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            nullValues = "-",
            value = {
                "its own store is there,                       own,   false, true,  -,        3, OPEN",
                "its own store came from a seed earlier,       own,   false, true,  server02, 3, OPEN",
                "the database is new,                          -,     false, false, -,        3, CREATE",
                "the seed lies here,                           other, false, false, server01, 3, ADOPT",
                "the seed lies elsewhere,                      -,     false, false, server02, 3, COPY",
                "the seed lies elsewhere and a stranger here,  other, false, false, server02, 3, SET_ASIDE",
                "a stranger lies in the way,                   other, false, false, -,        3, SET_ASIDE",
                "the store was lost and the log was not,       -,     false, true,  -,        3, COPY",
                "the only store was lost,                      -,     false, true,  -,        1, SEED_MISSING",
                "the seed should be here and is not,           -,     false, false, server01, 3, SEED_MISSING",
                "a stranger took the place of a running one,   other, false, true,  server01, 3, SET_ASIDE",
                "a later database took its name,               other, true,  false, -,        3, WAIT",
                "and it is where this one's seed would be,     other, true,  false, server01, 3, WAIT"
            })
    void isDecidedByWhatLiesOnTheDisk(
            String name,
            String store,
            boolean storeInUse,
            boolean groupKnown,
            String seed,
            int members,
            StoreOpening decision) {
        UUID found = store == null ? null : store.equals("own") ? OWN : OTHER;
        List<String> all = List.of("server01", "server02", "server03").subList(0, members);
        DatabaseEntry entry = new DatabaseEntry("sales", OWN, RequestedStatus.ONLINE, all, seed, 0, 1);

        assertThat(StoreOpening.decide(entry, true, "server01", found, storeInUse, groupKnown))
                .isEqualTo(decision);
    }
}
