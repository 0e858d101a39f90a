package dev.muster.node.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class WaitingTest {
    @Test
    void theResultIsReturned() throws Exception {
        assertThat(Waiting.on(CompletableFuture.completedStage(7), 1_000)).isEqualTo(7);
    }

    @Test
    void aFailureIsThrownAsItIsHoweverDeepItIsWrapped() {
        IllegalArgumentException reason = new IllegalArgumentException("no");
        var failed =
                CompletableFuture.failedFuture(reason).thenApply(any -> any).thenCompose(any -> null);

        assertThatThrownBy(() -> Waiting.on(failed)).isSameAs(reason);
    }

    @Test
    void aCheckedFailureKeepsItsMessageAndCause() {
        IOException reason = new IOException("the disk is gone");

        assertThatThrownBy(() -> Waiting.on(CompletableFuture.failedStage(reason)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the disk is gone")
                .hasCause(reason);
    }

    @Test
    void nobodyWaitsLongerThanTheLimit() {
        assertThatThrownBy(() -> Waiting.on(new CompletableFuture<>(), 1)).isInstanceOf(TimeoutException.class);
    }
}
