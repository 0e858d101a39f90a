package dev.muster.node.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.BoltFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Bolt's threads and what they wait for. */
class BoltQueriesTest {
    private final BoltQueries queries = new BoltQueries(null, null, null);

    @Test
    void aResultIsWaitedFor() {
        assertThat(queries.result(CompletableFuture.completedStage("bookmark"))).isEqualTo("bookmark");
    }

    @Test
    void aFailureReachesBoltAsItIs() {
        BoltFailure failure = new BoltFailure("Neo.ClientError.X", "no");

        assertThatThrownBy(() ->
                        queries.result(CompletableFuture.failedFuture(failure).thenApply(any -> any)))
                .isSameAs(failure);
    }

    @Test
    void whoStillWaitsWhenTheServerStopsIsTold() throws Exception {
        AtomicReference<Throwable> told = new AtomicReference<>();
        Thread session = new Thread(() -> {
            try {
                queries.result(new CompletableFuture<>());
            } catch (BoltFailure e) {
                told.set(e);
            }
        });
        session.start();
        Awaitility.await().until(() -> session.getState() == Thread.State.WAITING);

        queries.close();
        session.join();

        assertThat(told.get()).hasMessage("The transaction has been terminated: the server is shutting down.");
    }

    @Test
    void nobodyBeginsToWaitOnceTheServerStops() {
        queries.close();

        assertThatThrownBy(() -> queries.result(new CompletableFuture<>()))
                .hasMessage("The transaction has been terminated: the server is shutting down.");
    }
}
