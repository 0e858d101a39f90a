package dev.muster.runtime.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.NetworkContract;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.real.tls.TestCertificate;
import dev.muster.runtime.real.tls.TlsPolicy;
import dev.muster.runtime.real.tls.TlsPolicy.ClientCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Frames over TLS are what they are without, and strangers are told why they are none of the party. */
@Timeout(30)
class SecuredNetworkTest extends NetworkContract {
    @TempDir
    static Path directory;

    private static TestCertificate server;
    private static TestCertificate client;
    private static TestCertificate stranger;
    private static TestCertificate elsewhere;
    private static Path trusted;

    private final NettyNetwork plain = new NettyNetwork("secured");
    private final NettyNetwork plainServer = new NettyNetwork("secured-server");

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = TestCertificate.make(directory, "server");
        client = TestCertificate.make(directory, "client");
        stranger = TestCertificate.make(directory, "stranger");
        elsewhere = TestCertificate.make(directory, "elsewhere", "-ext", "san=dns:elsewhere.example");
        trusted = Files.createDirectory(directory.resolve("trusted"));
        for (TestCertificate known : List.of(server, client, elsewhere)) {
            Files.copy(known.certificate(), trusted.resolve(known.certificate().getFileName()));
        }
    }

    @AfterEach
    void close() {
        plain.close();
        plainServer.close();
    }

    private static TlsPolicy policy(TestCertificate own, ClientCertificate clients, boolean verifyHostname) {
        return new TlsPolicy(
                TlsPolicy.Purpose.BACKUP,
                own.privateKey(),
                own.certificate(),
                null,
                clients,
                trusted,
                false,
                verifyHostname,
                List.of("TLSv1.3", "TLSv1.2"),
                List.of());
    }

    private Network secured(TestCertificate own) {
        return get(
                () -> plain.secured(policy(own, ClientCertificate.REQUIRE, true).security()));
    }

    /** Remembers why the connection broke. */
    private static final class Told extends Side {
        private volatile String why = "";

        @Override
        public void closed(Connection connection, Throwable cause) {
            why = String.valueOf(cause == null ? null : cause.getMessage());
            super.closed(connection, cause);
        }
    }

    private interface Opening<T> {
        T open() throws Exception;
    }

    private static <T> T get(Opening<T> opening) {
        try {
            return opening.open();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Network server() {
        return get(() -> plainServer.secured(
                policy(server, ClientCertificate.REQUIRE, true).security()));
    }

    @Override
    protected Network client() {
        return secured(client);
    }

    @Override
    protected SocketAddress anyPort() {
        return new SocketAddress("127.0.0.1", 0);
    }

    @Override
    protected void await(BooleanSupplier condition) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(1))
                .until(condition::getAsBoolean);
    }

    private void assertNoConnection(Network from, SocketAddress to, String why) {
        assertThatThrownBy(() -> get(from.connect(to, new Side(), TIMEOUT_MILLIS)))
                .hasMessageContaining("cannot connect to " + to + ": no TLS with it: " + why);
    }

    @Test
    void aClientWhoseCertificateNobodyVouchesForIsHungUpOnAndToldSo() {
        Side accepted = new Side();
        SocketAddress address =
                get(server().listen(anyPort(), connection -> accepted)).local();
        Told side = new Told();
        Connection connection = get(secured(stranger).connect(address, side, TIMEOUT_MILLIS));
        connection.send(new byte[] {1});
        await(() -> side.closed.size() == 1);
        assertThat(side.why).contains("it does not accept what this side shows");
        assertThat(accepted.frames).isEmpty();
    }

    @Test
    void aClientWithoutACertificateIsHungUpOnAndToldSo() {
        Side accepted = new Side();
        SocketAddress address =
                get(server().listen(anyPort(), connection -> accepted)).local();
        TestCertificate none = new TestCertificate(directory.resolve("no.key"), directory.resolve("no.crt"), null);
        Network bare = get(
                () -> plain.secured(policy(none, ClientCertificate.NONE, true).clientSecurity()));
        Told side = new Told();
        Connection connection = get(bare.connect(address, side, TIMEOUT_MILLIS));
        connection.send(new byte[] {1});
        await(() -> side.closed.size() == 1);
        assertThat(side.why).contains("it does not accept what this side shows");
        assertThat(accepted.frames).isEmpty();
    }

    @Test
    void aServerWhoseCertificateNobodyVouchesForIsNotTalkedTo() {
        SocketAddress address = get(secured(stranger).listen(anyPort(), connection -> new Side()))
                .local();
        assertNoConnection(client(), address, "its certificate is not valid, or signed by nobody who is trusted");
    }

    @Test
    void aServerWithTheNameOfAnotherIsNotTalkedToUnlessNamesDoNotCount() {
        SocketAddress address = get(secured(elsewhere).listen(anyPort(), connection -> new Side()))
                .local();
        assertNoConnection(client(), address, "No subject alternative names matching IP address 127.0.0.1 found");
        Network careless = get(() ->
                plain.secured(policy(client, ClientCertificate.REQUIRE, false).security()));
        assertThat(get(careless.connect(address, new Side(), TIMEOUT_MILLIS)).remote())
                .isEqualTo(address);
    }

    @Test
    void plainAndSecuredDoNotMeet() {
        SocketAddress deaf =
                get(plain.listen(anyPort(), connection -> new Side())).local();
        assertNoConnection(client(), deaf, "it hung up or said nothing (one side may be without TLS)");
        Side accepted = new Side();
        SocketAddress address =
                get(server().listen(anyPort(), connection -> accepted)).local();
        Side side = new Side();
        Connection connection = get(plain.connect(address, side, TIMEOUT_MILLIS));
        connection.send(new byte[] {1, 2, 3});
        await(() -> side.closed.size() == 1);
        assertThat(accepted.frames).isEmpty();
    }
}
