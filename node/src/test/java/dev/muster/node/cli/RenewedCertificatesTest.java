package dev.muster.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.node.config.ConfigFile;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.server.MusterServer;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.Session;
import org.neo4j.driver.exceptions.ClientException;

/** A server whose certificates are renewed while it runs, over real sockets. */
@Timeout(60)
class RenewedCertificatesTest {
    private static final String RELOAD = "CALL dbms.security.reloadTLS()";

    @TempDir
    Path home;

    private World world;
    private MusterServer server;

    @AfterEach
    void stop() {
        server.close();
        RealWorld.close(world);
    }

    private void start(String settings) throws IOException {
        StringBuilder policies = new StringBuilder();
        for (String name : List.of("bolt", "backup", "cluster")) {
            put(name, "server");
            policies.append("dbms.ssl.policy.").append(name).append(".enabled=true\n");
        }
        world = RealWorld.open("renewed");
        server = MusterServer.start(
                ServerConfig.of(home, List.of(ConfigFile.parse("settings", """
                        muster.discovery=static
                        dbms.security.auth_enabled=false
                        server.http.enabled=false
                        server.default_listen_address=127.0.0.1
                        server.bolt.listen_address=:0
                        server.bolt.tls_level=REQUIRED
                        server.backup.listen_address=127.0.0.1:0
                        server.cluster.listen_address=:0
                        server.routing.listen_address=:0
                        server.cluster.raft.listen_address=:0
                        server.discovery.listen_address=127.0.0.1:0
                        """ + policies + settings))),
                world,
                failure -> {});
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(server::ready);
    }

    /** Puts a key and its certificate where a policy looks for them; only clients with the client's certificate are let in. */
    private void put(String policy, String own) throws IOException {
        Path base = Files.createDirectories(home.resolve("certificates/" + policy));
        Files.createDirectories(base.resolve("trusted"));
        Files.write(base.resolve("private.key"), content(own + ".key"));
        Files.write(base.resolve("public.crt"), content(own + ".crt"));
        Files.write(base.resolve("trusted/client.crt"), content("client.crt"));
    }

    private static byte[] content(String resource) throws IOException {
        try (InputStream content = RenewedCertificatesTest.class.getResourceAsStream("tls/" + resource)) {
            return Objects.requireNonNull(content).readAllBytes();
        }
    }

    private static Certificate certificate(String name) throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(content(name + ".crt")));
    }

    /** What a port shows to whoever connects now. */
    private static Certificate shownAt(int port) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private Driver trusting(String name) throws IOException {
        Path file = Files.write(home.resolve("trusted-" + name + ".crt"), content(name + ".crt"));
        return GraphDatabase.driver(
                "bolt://" + server.addresses().bolt(),
                AuthTokens.none(),
                Config.builder()
                        .withLogging(Logging.none())
                        .withEncryption()
                        .withTrustStrategy(Config.TrustStrategy.trustCustomCertificateSignedBy(file.toFile()))
                        .build());
    }

    @Test
    void newConnectionsToAllPortsGetTheNewCertificateAndOldOnesGoOn() throws Exception {
        start("dbms.security.tls_reload_enabled=true\n");
        List<Integer> ports = List.of(
                server.addresses().bolt().port(),
                server.addresses().backup().port(),
                server.addresses().cluster().port(),
                server.addresses().routing().port());
        for (int port : ports) {
            assertThat(shownAt(port)).isEqualTo(certificate("server"));
        }
        try (Driver driver = trusting("server");
                Session session = driver.session()) {
            session.run("RETURN 1").consume();
            put("bolt", "stranger");
            put("backup", "stranger");
            put("cluster", "stranger");
            for (int port : ports) {
                assertThat(shownAt(port)).as("before it is asked for").isEqualTo(certificate("server"));
            }
            assertThat(session.run(RELOAD).list()).isEmpty();
            for (int port : ports) {
                assertThat(shownAt(port)).isEqualTo(certificate("stranger"));
            }
            assertThat(session.run("RETURN 1 AS one").single().get("one").asInt())
                    .isEqualTo(1);
        }
        try (Driver driver = trusting("stranger")) {
            driver.verifyConnectivity();
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamedAndNothingChanges() throws Exception {
        start("dbms.security.tls_reload_enabled=true\n");
        Path damaged = home.resolve("certificates/cluster/public.crt");
        try (Driver driver = trusting("server");
                Session session = driver.session()) {
            put("bolt", "stranger");
            Files.writeString(damaged, "nonsense", StandardCharsets.UTF_8);
            assertThatThrownBy(() -> session.run(RELOAD).consume())
                    .isInstanceOfSatisfying(
                            ClientException.class,
                            failure -> assertThat(failure.code())
                                    .isEqualTo("Neo.ClientError.Procedure.ProcedureCallFailed"))
                    .hasMessageStartingWith(
                            "Failed to invoke procedure `dbms.security.reloadTLS`: TLS for the cluster: " + damaged
                                    + " holds no certificate: ")
                    .hasMessageEndingWith(". The certificates in use remain in use.");
            assertThat(shownAt(server.addresses().bolt().port())).isEqualTo(certificate("server"));
            assertThat(shownAt(server.addresses().cluster().port())).isEqualTo(certificate("server"));
            put("cluster", "server");
            session.run(RELOAD).consume();
            assertThat(shownAt(server.addresses().bolt().port())).isEqualTo(certificate("stranger"));
        }
    }

    @Test
    void whereThatIsNotAllowedItIsRefused() throws Exception {
        start("");
        try (Driver driver = trusting("server");
                Session session = driver.session()) {
            put("bolt", "stranger");
            assertThatThrownBy(() -> session.run(RELOAD).consume())
                    .hasMessage(
                            "Failed to invoke procedure `dbms.security.reloadTLS`: dbms.security.tls_reload_enabled is"
                                    + " false; set it to true and restart the server, which then reads its certificates anyway. The"
                                    + " certificates in use remain in use.");
            assertThat(shownAt(server.addresses().bolt().port())).isEqualTo(certificate("server"));
        }
    }
}
