package dev.muster.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.clustertests.Cluster;
import dev.muster.clustertests.MusterCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.TransientException;

/** Bookmarks at the edges of what a server has: beyond it, and from before its restart. */
@MusterCluster(primaries = 1, databases = "sales", settings = "db.transaction.bookmark_ready_timeout=700ms")
@Timeout(60)
class BookmarksIT {
    private static final String COUNT = "MATCH (n:Step) RETURN count(n) AS n";

    @Test
    void aBookmarkOfTheFutureTimesOutWithItsCode(Cluster cluster) {
        try (Driver driver = Client.connect(cluster.uri())) {
            String written = bookmarksOfWrites(driver, "sales").get(0);
            int colon = written.lastIndexOf(':') + 1;
            long transaction = Long.parseLong(written.substring(colon));
            String future = written.substring(0, colon) + (transaction + 1000);

            try (Session session = session(driver, "sales", List.of(future))) {
                assertThatThrownBy(() -> session.run(COUNT).consume())
                        .isInstanceOfSatisfying(
                                TransientException.class,
                                e -> assertThat(e.code()).isEqualTo("Neo.TransientError.Transaction.BookmarkTimeout"))
                        .hasMessageContaining("'sales' has not reached transaction " + (transaction + 1000));
            }
            try (Session session = session(driver, "neo4j", List.of(future))) { // where it means nothing
                assertThat(session.run(COUNT).single().get("n").asLong()).isZero();
            }
        }
    }

    @Test
    void bookmarksOfSeveralDatabasesOutliveARestart(Cluster cluster) {
        List<String> bookmarks;
        try (Driver driver = Client.connect(cluster.uri())) {
            bookmarks = bookmarksOfWrites(driver, "sales", "neo4j", "system");
        }

        cluster.restart("server01");

        try (Driver driver = Client.connect(cluster.uri())) {
            for (String database : List.of("sales", "neo4j")) {
                try (Session session = session(driver, database, bookmarks)) {
                    assertThat(session.run(COUNT).single().get("n").asLong()).isEqualTo(1);
                }
            }
        }
    }

    private static Session session(Driver driver, String database, List<String> bookmarks) {
        return driver.session(DriverGeneration.after(SessionConfig.builder().withDatabase(database), bookmarks)
                .build());
    }

    private static List<String> bookmarksOfWrites(Driver driver, String... databases) {
        List<String> bookmarks = new ArrayList<>();
        for (String database : databases) {
            try (Session session = driver.session(SessionConfig.forDatabase(database))) {
                if (database.equals("system")) {
                    session.run("CREATE DATABASE another WAIT").consume();
                } else {
                    DriverGeneration.write(
                            session, tx -> tx.run("CREATE (:Step)", Map.of()).consume());
                }
                bookmarks.addAll(DriverGeneration.bookmarks(session));
            }
        }
        return bookmarks;
    }
}
