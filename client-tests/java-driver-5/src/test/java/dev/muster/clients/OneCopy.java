package dev.muster.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.clustertests.Cluster;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.Neo4jException;

/** Databases with one copy, and failures, as the scenarios about them need them. */
final class OneCopy {
    private OneCopy() {}

    /** Creates the database and returns the name of the one server that has it. */
    static String createdOn(Cluster cluster, String database) {
        try (Driver driver = Client.connect(cluster.uri());
                Session system = driver.session(SessionConfig.forDatabase("system"))) {
            system.run("CREATE DATABASE " + database + " TOPOLOGY 1 PRIMARY WAIT")
                    .consume();
        }
        return cluster.leaderOf(database);
    }

    static String anotherThan(Cluster cluster, String server) {
        return cluster.servers().stream()
                .filter(name -> !name.equals(server))
                .findFirst()
                .orElseThrow();
    }

    static void assertFails(ThrowingCallable call, String code, String... anyOf) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Neo4jException.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(anyOf)
                    .anySatisfy(text -> assertThat(failure.getMessage()).contains(text));
        });
    }
}
