package dev.muster.node.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.bolt.status.ErrorStatus;
import dev.muster.catalog.CatalogError;
import dev.muster.cypher.error.CypherError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every error that a client can meet has a GQLSTATUS of its own, in Bolt's table. */
class ErrorStatusTest {
    @ParameterizedTest
    @EnumSource
    void ofQueries(QueryError error) {
        assertThat(ErrorStatus.knows(error.code(), error.gqlStatus())).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void ofCypher(CypherError error) {
        assertThat(ErrorStatus.knows(error.code(), error.gqlStatus())).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void ofTheCatalog(CatalogError error) {
        assertThat(ErrorStatus.knows(error.code(), null)).isTrue();
        assertThat(error.gqlStatuses())
                .allSatisfy(status ->
                        assertThat(ErrorStatus.knows(error.code(), status)).isTrue());
    }
}
