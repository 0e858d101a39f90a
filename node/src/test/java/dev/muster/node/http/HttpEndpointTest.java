package dev.muster.node.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.SocketAddress;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEndpointTest {
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Health health = Health.notReady("starting", "waiting for a leader of system");
    private HttpEndpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        endpoint = HttpEndpoint.start(
                new SocketAddress("127.0.0.1", 0),
                new HttpEndpoint.Pages(
                        () -> Map.of("health", "/health"),
                        () -> {
                            if (health == null) {
                                throw new IllegalStateException("secret detail");
                            }
                            return health;
                        },
                        () -> Map.of("databases", List.of()),
                        metrics::scrape,
                        null));
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void healthIs503WithTheReasonUntilReadyAnd200Then() throws Exception {
        HttpResponse<String> starting = get("/health");
        assertThat(starting.statusCode()).isEqualTo(503);
        assertThat(starting.body())
                .isEqualTo("{\"status\":\"starting\",\"reason\":\"waiting for a leader of system\"}\n");

        health = Health.ready(Map.of("server", "server01"));
        HttpResponse<String> ready = get("/health");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"status\":\"ready\",\"server\":\"server01\"}\n");
        assertThat(ready.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
    }

    @Test
    void theClusterIsOneDocument() throws Exception {
        HttpResponse<String> answer = get("/cluster");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"databases\":[]}\n");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
    }

    @Test
    void metricsAreWhatTheRegistryHolds() throws Exception {
        metrics.counter("muster.commits").increment(3);

        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("muster_commits_total 3.0");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
    }

    @Test
    void theRootLinksAndEverythingElseIsNotFound() throws Exception {
        assertThat(get("/").body()).isEqualTo("{\"health\":\"/health\"}\n");
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/health/more").statusCode()).isEqualTo(404);
    }

    @Test
    void onlyReadingIsAllowed() throws Exception {
        HttpResponse<String> posted = client.send(
                request("/health").POST(BodyPublishers.ofString("x")).build(), BodyHandlers.ofString());
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().firstValue("Allow")).contains("GET, HEAD");

        HttpResponse<String> head = client.send(
                request("/health").method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertThat(head.statusCode()).isEqualTo(503);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void aPageThatFailsIsA500WithoutDetails() throws Exception {
        health = null;
        HttpResponse<String> failed = get("/health");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).doesNotContain("secret");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        assertThatThrownBy(() -> HttpEndpoint.start(endpoint.local(), null))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot serve HTTP on " + endpoint.local());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + endpoint.local() + path));
    }
}
