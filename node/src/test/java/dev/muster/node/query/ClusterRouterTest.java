package dev.muster.node.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.bolt.Router.RoutingTable;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.DatabaseReport.LogPosition;
import dev.muster.catalog.DatabaseReport.ReportedRole;
import dev.muster.catalog.ServerReport;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whom a driver is sent to, by what the server that is asked knows of the others. */
class ClusterRouterTest {
    private static final UUID SALES = new UUID(1, 2);

    @Test
    void theLeaderWritesTheFollowersReadAndAllRoute() {
        RoutingTable table = table("s1", server("s1", true), server("s2", true), server("s3", true));

        assertThat(table.writers()).containsExactly("s1:7687");
        assertThat(table.readers()).containsExactly("s2:7687", "s3:7687");
        assertThat(table.routers()).containsExactly("s1:7687", "s2:7687", "s3:7687");
        assertThat(table.ttlSeconds()).isEqualTo(300);
    }

    @Test
    void aServerThatDoesNotAnswerRoutesLastAndDoesNothingElse() {
        RoutingTable table = table("s2", server("s1", false), server("s2", true), server("s3", true));

        assertThat(table.writers()).containsExactly("s2:7687");
        assertThat(table.readers()).containsExactly("s3:7687");
        assertThat(table.routers()).containsExactly("s2:7687", "s3:7687", "s1:7687");
    }

    @Test
    void duringAnElectionEveryPrimaryTakesWritesAndTheTableIsSoonAskedForAgain() {
        RoutingTable table = table(null, server("s1", false), server("s2", true), server("s3", true));

        assertThat(table.writers()).containsExactly("s2:7687", "s3:7687");
        assertThat(table.readers()).containsExactly("s2:7687", "s3:7687");
        assertThat(table.ttlSeconds()).isEqualTo(5);
    }

    @Test
    void duringAnElectionNobodyWritesWithoutServerSideRouting() {
        RoutingTable table = ClusterRouter.table(
                sales(RequestedStatus.ONLINE),
                List.of(server("s1", false), server("s2", true), server("s3", true)),
                null,
                new ClusterRouter.Policy(300, false));

        assertThat(table.writers()).isEmpty();
        assertThat(table.readers()).containsExactly("s2:7687", "s3:7687");
    }

    @Test
    void aStoppedDatabaseIsRefusedByItsPrimariesAndNotForWantOfAWriter() {
        RoutingTable table = ClusterRouter.table(
                sales(RequestedStatus.OFFLINE),
                List.of(server("s1", true), server("s2", false), server("s3", false), server("s4", true)),
                null,
                new ClusterRouter.Policy(300, false));

        assertThat(table.writers()).containsExactly("s1:7687");
    }

    @Test
    void aServerThatIsCutOffSendsWritersToThoseItDoesNotSee() {
        RoutingTable table = table(null, server("s1", true), server("s2", false), server("s3", false));

        assertThat(table.writers()).containsExactly("s2:7687", "s3:7687");
        assertThat(table.readers()).containsExactly("s1:7687");
        assertThat(table.routers()).containsExactly("s1:7687", "s2:7687", "s3:7687");
    }

    @Test
    void aServerWithoutTheDatabaseIsNoRouterOnceItIsGone() {
        RoutingTable table =
                table("s1", server("s1", true), server("s2", true), server("s3", true), server("s4", false));

        assertThat(table.routers()).containsExactly("s1:7687", "s2:7687", "s3:7687");
    }

    private static RoutingTable table(String leader, ServerReport... known) {
        return ClusterRouter.table(
                sales(RequestedStatus.ONLINE), List.of(known), leader, new ClusterRouter.Policy(300, true));
    }

    private static DatabaseEntry sales(RequestedStatus requested) {
        return new DatabaseEntry("sales", SALES, requested, List.of("s1", "s2", "s3"), null, 0, 1);
    }

    private static ServerReport server(String id, boolean available) {
        DatabaseReport report = new DatabaseReport(
                SALES, "sales", CurrentStatus.ONLINE, ReportedRole.FOLLOWER, 1, 1, LogPosition.NONE, "", 0);
        return new ServerReport(id, id, "1.2.3", id + ":7687", available, List.of(report));
    }
}
