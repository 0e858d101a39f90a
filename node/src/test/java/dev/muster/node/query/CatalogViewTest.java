package dev.muster.node.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.bolt.BoltFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogViewTest {
    @Test
    void whatIsNotWrittenYetIsToBeAskedForAgain() {
        CatalogView unborn = view(0);

        for (String name : new String[] {null, "", "neo4j"}) {
            BoltFailure told = unborn.missing(name, QueryError.NO_ROUTE);
            assertThat(told.code()).isEqualTo("Neo.TransientError.General.DatabaseUnavailable");
            assertThat(told).hasMessage("This cluster has no databases yet.");
        }
    }

    @Test
    void whatACatalogDoesNotNameIsUnknown() {
        BoltFailure told = view(7).missing("sales", QueryError.NO_ROUTE);

        assertThat(told.code()).isEqualTo("Neo.ClientError.Database.DatabaseNotFound");
        assertThat(told)
                .hasMessage("Unable to get a routing table for database 'sales' because this database does not exist");
    }

    private static CatalogView view(long transactionId) {
        return new CatalogView(transactionId, null, Map.of(), Map.of(), Map.of(), null);
    }
}
