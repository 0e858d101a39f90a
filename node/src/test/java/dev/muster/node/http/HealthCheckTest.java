package dev.muster.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.SocketAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
    private final ByteArrayOutputStream reasons = new ByteArrayOutputStream();

    @Test
    void passesOnlyWhileTheServerIsReady() throws IOException {
        AtomicReference<Health> health = new AtomicReference<>(Health.notReady("starting", "no leader yet"));
        HttpEndpoint.Pages pages = new HttpEndpoint.Pages(Map::of, health::get, Map::of, () -> "", null);
        String address;
        try (HttpEndpoint endpoint = HttpEndpoint.start(new SocketAddress("127.0.0.1", 0), pages)) {
            address = "http://" + endpoint.local() + "/health";
            assertThat(check(address)).isFalse();
            assertThat(reasons).hasToString(address + " answered 503" + System.lineSeparator());
            health.set(Health.ready(Map.of()));
            assertThat(check(address)).isTrue();
        }
        reasons.reset();
        assertThat(check(address)).isFalse();
        assertThat(reasons.toString()).startsWith(address + " did not answer: Connection refused");
    }

    @Test
    void anAddressThatIsNoneIsAFailureAndNoTrace() {
        assertThat(check("nonsense")).isFalse();
        assertThat(reasons.toString()).startsWith("nonsense did not answer: ");
    }

    private boolean check(String address) {
        return HealthCheck.check(address, new PrintStream(reasons, true));
    }
}
