package dev.muster.node.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.Allocation;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.Topology;
import dev.muster.node.hosting.ReconcilePlan.Copy;
import dev.muster.node.hosting.ReconcilePlan.Step;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReconcilePlanTest {
    private static final UUID SALES = new UUID(0, 1);
    private static final UUID SALES_AGAIN = new UUID(0, 2);

    @Test
    void aDatabaseTheCatalogNamesIsHostedFirst() {
        assertThat(ReconcilePlan.plan("server01", 50, List.of(wanted(SALES, RequestedStatus.ONLINE, 1)), List.of()))
                .containsExactly(new Step.Host(wanted(SALES, RequestedStatus.ONLINE, 1)));
    }

    @Test
    void aHostedDatabaseThatShouldBeOnlineIsStarted() {
        assertThat(plan(RequestedStatus.ONLINE, 1, CurrentStatus.OFFLINE, -1, true))
                .containsExactly(new Step.Start(SALES));
    }

    @Test
    void aRunningDatabaseThatShouldBeOfflineIsStopped() {
        assertThat(plan(RequestedStatus.OFFLINE, 1, CurrentStatus.ONLINE, -1, true))
                .containsExactly(new Step.Stop(SALES));
    }

    @Test
    void aDatabaseThatStillComesUpCanBeStopped() {
        assertThat(plan(RequestedStatus.OFFLINE, 1, CurrentStatus.STARTING, -1, true))
                .containsExactly(new Step.Stop(SALES));
    }

    @Test
    void nothingIsPlannedWhereAllIsAsWanted() {
        assertThat(plan(RequestedStatus.ONLINE, 1, CurrentStatus.ONLINE, -1, true))
                .isEmpty();
        assertThat(plan(RequestedStatus.OFFLINE, 1, CurrentStatus.OFFLINE, -1, true))
                .isEmpty();
    }

    @Test
    void aFrozenDatabaseStaysAsItIsWhateverIsAskedOfIt() {
        for (RequestedStatus requested : RequestedStatus.values()) {
            assertThat(plan(requested, 7, CurrentStatus.QUARANTINED, -1, true)).isEmpty();
        }
    }

    @Test
    void aFailedStartWaitsForItsPause() {
        assertThat(plan(RequestedStatus.ONLINE, 7, CurrentStatus.OFFLINE, 7, false))
                .isEmpty();
        assertThat(plan(RequestedStatus.ONLINE, 7, CurrentStatus.OFFLINE, 7, true))
                .containsExactly(new Step.Start(SALES));
    }

    @Test
    void aDamagedDatabaseIsStartedAgainOnlyWhenSomebodyAsks() {
        assertThat(plan(RequestedStatus.ONLINE, 7, CurrentStatus.DIRTY, 7, true))
                .isEmpty();
        assertThat(plan(RequestedStatus.ONLINE, 8, CurrentStatus.DIRTY, 7, false))
                .containsExactly(new Step.Start(SALES));
    }

    @Test
    void aReplacedDatabaseIsDroppedBeforeItsSuccessorIsHosted() {
        Copy old = new Copy(wanted(SALES, RequestedStatus.ONLINE, 1), 0, CurrentStatus.ONLINE, false, -1, true);
        List<DatabaseEntry> successor = List.of(wanted(SALES_AGAIN, RequestedStatus.ONLINE, 2));

        assertThat(ReconcilePlan.plan("server01", 50, successor, List.of(old))).containsExactly(new Step.Drop(SALES));
        assertThat(ReconcilePlan.plan("server01", 50, successor, List.of()))
                .containsExactly(new Step.Host(successor.get(0)));
    }

    @Test
    void aCopyOfAnotherLifeIsDroppedBeforeTheWantedOneIsHosted() {
        DatabaseEntry again = new DatabaseEntry(
                "sales",
                SALES,
                RequestedStatus.ONLINE,
                new Topology(1, 0),
                List.of("server01", "server02"),
                List.of(Allocation.parse("server01#7"), Allocation.parse("server02/leaving")),
                null,
                0,
                3);
        Copy former = new Copy(wanted(SALES, RequestedStatus.ONLINE, 1), 0, CurrentStatus.ONLINE, false, -1, true);

        assertThat(ReconcilePlan.plan("server01", 50, List.of(again), List.of(former)))
                .containsExactly(new Step.Drop(SALES));
        assertThat(ReconcilePlan.plan("server02", 50, List.of(again), List.of(former)))
                .as("what has to go stays until it is released")
                .isEmpty();
    }

    @Test
    void anOldCatalogHasNoCopyDroppedThatWasPlacedAfterIt() {
        Copy later = new Copy(wanted(SALES, RequestedStatus.ONLINE, 1), 51, CurrentStatus.OFFLINE, false, -1, true);

        assertThat(ReconcilePlan.plan("server01", 50, List.of(), List.of(later)))
                .isEmpty();
        assertThat(ReconcilePlan.plan(
                        "server01", 50, List.of(wanted(SALES, RequestedStatus.ONLINE, 1)), List.of(later)))
                .isEmpty();
        assertThat(ReconcilePlan.plan("server01", 51, List.of(), List.of(later)))
                .containsExactly(new Step.Drop(SALES));
    }

    @Test
    void whatIsToBeDumpedIsTakenDownThenDumpedOnceAndNotStarted() {
        DatabaseEntry asked = dumping("server01");
        DatabaseEntry noted = dumping("server02");

        assertThat(plan(asked, CurrentStatus.ONLINE, false)).containsExactly(new Step.Stop(SALES));
        assertThat(plan(asked, CurrentStatus.ONLINE, true)).isEmpty();
        for (CurrentStatus down : List.of(CurrentStatus.OFFLINE, CurrentStatus.DIRTY, CurrentStatus.QUARANTINED)) {
            assertThat(plan(asked, down, false)).containsExactly(new Step.Dump(SALES));
            assertThat(plan(asked, down, true)).isEmpty();
            assertThat(plan(noted, down, false)).isEmpty();
        }
    }

    private static List<Step> plan(DatabaseEntry entry, CurrentStatus status, boolean busy) {
        return ReconcilePlan.plan("server01", 50, List.of(entry), List.of(new Copy(entry, 0, status, busy, -1, true)));
    }

    private static DatabaseEntry dumping(String server) {
        DatabaseEntry entry = wanted(SALES, RequestedStatus.ONLINE, 1);
        return new DatabaseEntry(
                entry.name(),
                entry.databaseId(),
                entry.requestedStatus(),
                entry.topology(),
                entry.founders(),
                entry.allocations(),
                null,
                null,
                false,
                0,
                1,
                new DatabaseEntry.Dumping(List.of(server), ""));
    }

    @Test
    void aBusyDatabaseIsLeftAlone() {
        Copy busy = new Copy(wanted(SALES, RequestedStatus.ONLINE, 1), 0, CurrentStatus.STOPPING, true, -1, true);

        assertThat(ReconcilePlan.plan("server01", 50, List.of(), List.of(busy))).isEmpty();
        assertThat(ReconcilePlan.plan("server01", 50, List.of(wanted(SALES, RequestedStatus.ONLINE, 1)), List.of(busy)))
                .isEmpty();
    }

    private static List<Step> plan(
            RequestedStatus requested, long version, CurrentStatus current, long begunVersion, boolean retryDue) {
        Copy copy = new Copy(wanted(SALES, requested, version), 0, current, false, begunVersion, retryDue);
        return ReconcilePlan.plan("server01", 50, List.of(wanted(SALES, requested, version)), List.of(copy));
    }

    private static DatabaseEntry wanted(UUID id, RequestedStatus requested, long version) {
        return new DatabaseEntry("sales", id, requested, List.of("server01", "server02"), null, 0, version);
    }
}
