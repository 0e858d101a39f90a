package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
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

/** What {@code GET /cluster} tells of two servers, of which one does not answer. */
class ClusterPageTest {
    private static final UUID SALES = new UUID(0, 7);

    private static ServerReport server(String id, boolean available, long transaction, ReportedRole role) {
        DatabaseReport report = new DatabaseReport(
                SALES, "sales", CurrentStatus.ONLINE, role, 4, transaction, LogPosition.NONE, "", 2_000);
        return new ServerReport(id, id, "1.2.3", id + ":7687", available, List.of(report));
    }

    @Test
    void requestedStandsBesideReported() throws Exception {
        DatabaseEntry entry =
                new DatabaseEntry("sales", SALES, RequestedStatus.ONLINE, List.of("s1", "s2", "s3"), null, 0, 1);
        List<ServerReport> reports = List.of(
                server("s1", true, 12, ReportedRole.LEADER),
                server("s2", true, 10, ReportedRole.FOLLOWER),
                server("s3", false, 9, ReportedRole.FOLLOWER));

        String json = new ObjectMapper().writeValueAsString(ClusterPage.of("s1", 3_000, List.of(entry), reports));

        assertThat(json)
                .isEqualTo("{'server':'s1','at':'1970-01-01T00:00:03Z','catalog':true,'servers':[".replace('\'', '"')
                        + "{'id':'s1','name':'s1','bolt':'s1:7687','available':true},".replace('\'', '"')
                        + "{'id':'s2','name':'s2','bolt':'s2:7687','available':true},".replace('\'', '"')
                        + "{'id':'s3','name':'s3','bolt':'s3:7687','available':false}],".replace('\'', '"')
                        + ("'databases':[{'name':'sales','databaseId':'00000000-0000-0000-0000-000000000007',"
                                        + "'requestedStatus':'online','copies':["
                                        + "{'server':'s1','currentStatus':'online','role':'leader','term':4,"
                                        + "'lastTransaction':12,'lag':0,'readOnly':false,'message':'',"
                                        + "'reportedAt':'1970-01-01T00:00:02Z'},"
                                        + "{'server':'s2','currentStatus':'online','role':'follower','term':4,"
                                        + "'lastTransaction':10,'lag':2,'readOnly':false,'message':'',"
                                        + "'reportedAt':'1970-01-01T00:00:02Z'},"
                                        + "{'server':'s3','currentStatus':'unknown','role':'unknown','term':null,"
                                        + "'lastTransaction':null,'lag':null,'readOnly':null,"
                                        + "'message':'server is unavailable','reportedAt':null}]}]}")
                                .replace('\'', '"'));
    }

    @Test
    void withoutACatalogThereAreOnlyServers() {
        assertThat(ClusterPage.of("s1", 0, null, List.of()))
                .containsEntry("catalog", false)
                .containsEntry("databases", List.of());
    }
}
