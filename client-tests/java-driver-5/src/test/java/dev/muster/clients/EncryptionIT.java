package dev.muster.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.node.config.ConfigFile;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.server.MusterServer;
import dev.muster.node.server.ServerError;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.Session;
import org.neo4j.driver.exceptions.ServiceUnavailableException;

/** A server whose configuration has a TLS policy for Bolt, on its own, and drivers that connect to it. */
@Timeout(60)
class EncryptionIT {
    private static final String ANY_PORTS = """
            muster.server.name=server01
            server.default_listen_address=127.0.0.1
            server.default_advertised_address=127.0.0.1
            server.bolt.listen_address=:0
            server.http.listen_address=:0
            server.backup.listen_address=127.0.0.1:0
            server.cluster.listen_address=:0
            server.cluster.raft.listen_address=:0
            server.discovery.listen_address=:0
            server.routing.listen_address=:0
            dbms.security.auth_enabled=false
            """;
    private static final String POLICY = "dbms.ssl.policy.bolt.enabled=true\n";

    @TempDir
    private Path home;

    @Test
    void whereEncryptionIsRequiredEncryptedDriversWorkAndOthersAreRefused() throws IOException {
        putCertificate();
        served(POLICY + "server.bolt.tls_level=REQUIRED\n", address -> {
            assertThat(written("bolt+ssc://" + address, trusting())).isEqualTo(1);
            assertThat(written("neo4j+ssc://" + address, trusting())).isEqualTo(2);
            Config.ConfigBuilder signed = trusting()
                    .withEncryption()
                    .withTrustStrategy(Config.TrustStrategy.trustCustomCertificateSignedBy(
                            home.resolve("certificates/bolt/public.crt").toFile()));
            assertThat(written("neo4j://" + address, signed)).isEqualTo(3);
            try (Driver plain =
                    GraphDatabase.driver("bolt://" + address, trusting().build())) {
                assertThatThrownBy(plain::verifyConnectivity).isInstanceOf(ServiceUnavailableException.class);
            }
        });
    }

    @Test
    void whereEncryptionIsOptionalBothKindsWork() throws IOException {
        putCertificate();
        served(POLICY + "server.bolt.tls_level=OPTIONAL\n", address -> {
            assertThat(written("neo4j+ssc://" + address, trusting())).isEqualTo(1);
            assertThat(written("neo4j://" + address, trusting())).isEqualTo(2);
        });
    }

    @Test
    void aServerWithoutTheFilesOfItsPolicyDoesNotStart() {
        assertThatThrownBy(() -> served(POLICY + "server.bolt.tls_level=REQUIRED\n", address -> {}))
                .isInstanceOfSatisfying(
                        ServerError.Refusal.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(ServerError.BAD_TLS))
                .hasMessage("TLS for Bolt: " + home.resolve("certificates/bolt/public.crt")
                        + " cannot be read (NoSuchFileException); make it, or correct dbms.ssl.policy.bolt.*");
    }

    /** What is done with the address of a server that runs. */
    private interface Visit {
        void at(String address);
    }

    private void served(String settings, Visit visit) {
        World world = RealWorld.open("server01");
        try {
            ServerConfig config = ServerConfig.of(home, List.of(ConfigFile.parse("test", ANY_PORTS + settings)));
            try (MusterServer server = MusterServer.start(config, world, failure -> {})) {
                visit.at(server.addresses().bolt().toString());
            }
        } finally {
            RealWorld.close(world);
        }
    }

    private void putCertificate() throws IOException {
        Path directory = Files.createDirectories(home.resolve("certificates/bolt"));
        for (String name : new String[] {"private.key", "public.crt"}) {
            try (InputStream in = EncryptionIT.class.getResourceAsStream("/tls/" + name)) {
                Files.copy(Objects.requireNonNull(in), directory.resolve(name));
            }
        }
    }

    private static Config.ConfigBuilder trusting() {
        return Config.builder().withLogging(Logging.none());
    }

    /** Makes a node; how many there are then. */
    private static long written(String uri, Config.ConfigBuilder config) {
        try (Driver driver = GraphDatabase.driver(uri, AuthTokens.none(), config.build());
                Session session = driver.session()) {
            DriverGeneration.write(
                    session, tx -> tx.run("CREATE (:Secret)", Map.of()).consume());
            return session.run("MATCH (n:Secret) RETURN count(n) AS n")
                    .single()
                    .get("n")
                    .asLong();
        }
    }
}
