package dev.muster.bolt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.bolt.tls.TestCertificate;
import dev.muster.bolt.tls.TlsLevel;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.real.tls.TlsPolicy;
import dev.muster.runtime.real.tls.TlsPolicy.ClientCertificate;
import dev.muster.runtime.real.tls.TlsSecurity;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.ClientCertificateManager;
import org.neo4j.driver.ClientCertificateManagers;
import org.neo4j.driver.ClientCertificates;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.Session;
import org.neo4j.driver.exceptions.ServiceUnavailableException;

/** The official driver and strangers at an encrypted port. */
@ResourceLock(Resources.SYSTEM_PROPERTIES) // where the schemes with +s look for whom to trust
class TlsTest {
    private static final String STORE = "javax.net.ssl.trustStore";
    private static final String STORE_PASSWORD = "javax.net.ssl.trustStorePassword";

    @TempDir
    static Path directory;

    private static TestCertificate certificate;
    private static TestCertificate clients;

    private final ScriptedQueries queries = new ScriptedQueries();
    private BoltServer server;
    private TlsSecurity security;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificate = TestCertificate.make(directory, "server");
        clients = TestCertificate.make(directory, "client");
        Path trusted = Files.createDirectory(directory.resolve("trusted"));
        Files.copy(clients.certificate(), trusted.resolve("client.crt"));
        System.setProperty(STORE, certificate.store().toString());
        System.setProperty(STORE_PASSWORD, TestCertificate.STORE_PASSWORD);
    }

    @AfterAll
    static void forget() {
        System.clearProperty(STORE);
        System.clearProperty(STORE_PASSWORD);
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(queries.open).hasValue(0);
    }

    private void start(TlsLevel level, ClientCertificate asked) throws IOException {
        start(level, asked, certificate.privateKey(), certificate.certificate());
    }

    private void start(TlsLevel level, ClientCertificate asked, Path key, Path chain) throws IOException {
        TlsPolicy policy = new TlsPolicy(
                TlsPolicy.Purpose.BOLT,
                key,
                chain,
                null,
                asked,
                directory.resolve("trusted"),
                false,
                false,
                List.of("TLSv1.3", "TLSv1.2"),
                List.of());
        security = policy.serverSecurity();
        server = BoltServer.start(
                BoltSettings.defaults(new SocketAddress("127.0.0.1", 0)).withTls(level, security::listening),
                queries,
                (user, impersonated, database, bookmarks, context) -> {
                    List<String> here = List.of(server.address().toString());
                    return Pending.of(new Router.RoutingTable("home", 300, here, here, here));
                },
                token -> new Authenticator.Login(null, false));
    }

    private String uri(String scheme) {
        return scheme + "://" + server.address();
    }

    private static void assertWorks(String uri, Config.ConfigBuilder config) {
        try (Driver driver = GraphDatabase.driver(
                        uri,
                        AuthTokens.none(),
                        config.withLogging(Logging.none()).build());
                Session session = driver.session()) {
            assertThat(session.run("COUNT 5000").list()).hasSize(5000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bolt+s", "neo4j+s", "bolt+ssc", "neo4j+ssc"})
    void everyEncryptedSchemeWorksWhereItIsRequired(String scheme) throws IOException {
        start(TlsLevel.REQUIRED, ClientCertificate.NONE);
        assertWorks(uri(scheme), Config.builder());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bolt", "neo4j"})
    void aPlainSchemeIsHungUpOnAndCountedWhereEncryptionIsRequired(String scheme) throws IOException {
        start(TlsLevel.REQUIRED, ClientCertificate.NONE);
        assertThatThrownBy(() -> assertWorks(uri(scheme), Config.builder()))
                .isInstanceOf(ServiceUnavailableException.class);
        await().until(() -> server.counters().handshakesFailed() > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bolt", "neo4j", "bolt+s", "neo4j+s", "bolt+ssc", "neo4j+ssc"})
    void everySchemeWorksWhereEncryptionIsOptional(String scheme) throws IOException {
        start(TlsLevel.OPTIONAL, ClientCertificate.OPTIONAL);
        assertWorks(uri(scheme), Config.builder());
    }

    @Test
    void aDriverThatTrustsSomebodyElseDoesNotConnect() throws IOException {
        start(TlsLevel.REQUIRED, ClientCertificate.NONE);
        Config.TrustStrategy others = Config.TrustStrategy.trustCustomCertificateSignedBy(
                clients.certificate().toFile());
        assertThatThrownBy(() -> assertWorks(
                        uri("bolt"), Config.builder().withEncryption().withTrustStrategy(others)))
                .hasMessageContaining("secured connection");
    }

    @Test
    void clientsThatMustShowACertificateAreTakenWithItAndNotWithout() throws IOException {
        start(TlsLevel.REQUIRED, ClientCertificate.REQUIRE);
        assertThatThrownBy(() -> assertWorks(uri("bolt+ssc"), Config.builder())).isInstanceOf(RuntimeException.class);
        ClientCertificateManager shown = ClientCertificateManagers.rotating(ClientCertificates.of(
                clients.certificate().toFile(), clients.privateKey().toFile()));
        try (Driver driver = GraphDatabase.driver(
                        uri("bolt+ssc"),
                        AuthTokens.none(),
                        shown,
                        Config.builder().withLogging(Logging.none()).build());
                Session session = driver.session()) {
            assertThat(session.run("COUNT 1").list()).hasSize(1);
        }
    }

    @Test
    void aNewCertificateIsShownToNewConnectionsAndOldOnesGoOn() throws IOException {
        Path key = directory.resolve("renewed.key");
        Path chain = directory.resolve("renewed.crt");
        Files.copy(certificate.privateKey(), key);
        Files.copy(certificate.certificate(), chain);
        start(TlsLevel.REQUIRED, ClientCertificate.NONE, key, chain);
        try (Driver old = trusting(certificate);
                Session open = old.session()) {
            assertThat(open.run("COUNT 1").list()).hasSize(1);
            Files.copy(clients.privateKey(), key, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(clients.certificate(), chain, StandardCopyOption.REPLACE_EXISTING);
            security.renewal().use();
            assertThat(open.run("COUNT 2").list()).hasSize(2);
            try (Driver renewed = trusting(clients);
                    Driver late = trusting(certificate)) {
                renewed.verifyConnectivity();
                assertThatThrownBy(late::verifyConnectivity).hasMessageContaining("secured connection");
            }
            Files.writeString(chain, "nonsense");
            assertThatThrownBy(() -> security.renewal()).hasMessageContaining(chain + " holds no certificate");
            try (Driver renewed = trusting(clients)) {
                renewed.verifyConnectivity();
            }
        }
    }

    private Driver trusting(TestCertificate shown) {
        return GraphDatabase.driver(
                uri("bolt"),
                AuthTokens.none(),
                Config.builder()
                        .withLogging(Logging.none())
                        .withEncryption()
                        .withTrustStrategy(Config.TrustStrategy.trustCustomCertificateSignedBy(
                                shown.certificate().toFile()))
                        .build());
    }

    @Test
    void garbageAtAnEncryptedPortIsClosedQuietlyAndCounted() throws IOException {
        start(TlsLevel.REQUIRED, ClientCertificate.NONE);
        for (String garbage :
                List.of("GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u0000\u0005hello", "SSH-2.0-x\r\n")) {
            try (Socket socket = new Socket("127.0.0.1", server.address().port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(garbage.getBytes(StandardCharsets.ISO_8859_1));
                socket.getInputStream().readAllBytes();
            } catch (SocketException reset) {
                assertThat(reset).hasMessage("Connection reset");
            }
        }
        await().until(() -> server.counters().handshakesFailed() == 3);
        await().until(() -> server.connectionCount() == 0);
    }
}
