package dev.muster.runtime.real.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.real.tls.TlsPolicy.ClientCertificate;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way for a policy's files to be wrong, each with the sentence that its owner reads. */
class TlsPolicyTest {
    @TempDir
    static Path directory;

    private static TestCertificate server;
    private static TestCertificate other;

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = TestCertificate.make(directory, "server");
        other = TestCertificate.make(directory, "other");
    }

    private static TlsPolicy policy(Path key, Path certificate, String password) {
        return policy(key, certificate, password, ClientCertificate.OPTIONAL, List.of("TLSv1.3", "TLSv1.2"));
    }

    private static TlsPolicy policy(
            Path key, Path certificate, String password, ClientCertificate clients, List<String> versions) {
        return new TlsPolicy(
                TlsPolicy.Purpose.BOLT,
                key,
                certificate,
                password,
                clients,
                directory.resolve("trusted"),
                false,
                true,
                versions,
                List.of());
    }

    private static void assertRefused(TlsPolicy policy, String sentence) {
        assertThatThrownBy(policy::context).isInstanceOf(TlsProblem.class).hasMessage("TLS for Bolt: " + sentence);
    }

    /** As {@code openssl pkcs8 -topk8} wrote it, with the password "secret" and a certificate that is good until 2126. */
    private static Path stored(String name) throws URISyntaxException {
        return Path.of(TlsPolicyTest.class.getResource(name).toURI());
    }

    @Test
    void aPairThatBelongsTogetherIsTakenEncryptedOrNot() throws Exception {
        assertThat(policy(server.privateKey(), server.certificate(), null)
                        .context()
                        .isServer())
                .isTrue();
        assertThat(policy(stored("encrypted.key"), stored("encrypted.crt"), "secret")
                        .context()
                        .isServer())
                .isTrue();
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path nowhere = directory.resolve("nowhere.key");
        assertRefused(
                policy(nowhere, server.certificate(), null),
                nowhere + " cannot be read (NoSuchFileException); make it, or correct dbms.ssl.policy.bolt.*");
        assertRefused(
                policy(server.privateKey(), nowhere, null),
                nowhere + " cannot be read (NoSuchFileException); make it, or correct dbms.ssl.policy.bolt.*");
    }

    @Test
    void aKeyThatIsNoneOrIsLockedIsNamed() throws Exception {
        String hint = "; it must be PKCS#8 in PEM (convert others with 'openssl pkcs8 -topk8'), and"
                + " dbms.ssl.policy.bolt.private_key_password its password, if it has one";
        assertRefused(
                policy(server.certificate(), server.certificate(), null),
                server.certificate()
                        + " holds no private key that can be used: there is no '-----BEGIN PRIVATE KEY-----'" + " in it"
                        + hint);
        Path encrypted = stored("encrypted.key");
        assertRefused(
                policy(encrypted, stored("encrypted.crt"), null),
                encrypted + " holds no private key that can be used: it is encrypted, and no password is given" + hint);
        assertRefused(
                policy(encrypted, stored("encrypted.crt"), "wrong"),
                encrypted + " holds no private key that can be used: the password does not open it" + hint);
    }

    @Test
    void aCertificateThatIsNoneIsNamed() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.crt"), "");
        assertRefused(
                policy(server.privateKey(), empty, null),
                empty + " holds no certificate: it is empty; it must be one or several in PEM, the server's own first");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        assertRefused(
                policy(other.privateKey(), server.certificate(), null),
                "the private key in " + other.privateKey() + " is not the one of the certificate in "
                        + server.certificate() + "; use a pair that belongs together");
    }

    @Test
    void aCertificateThatHasExpiredIsRefused() throws Exception {
        TestCertificate old =
                TestCertificate.make(directory, "old", "-startdate", "2020/01/01 00:00:00", "-validity", "10");
        assertThatThrownBy(policy(old.privateKey(), old.certificate(), null)::context)
                .isInstanceOf(TlsProblem.class)
                .hasMessageMatching("TLS for Bolt: the certificate in .*old\\.crt is not valid now \\(from 20.* to"
                        + " 2020-01-.*\\); renew it, or correct the clock");
    }

    @Test
    void clientsCannotBeHeldToCertificatesThatNobodyCouldHave() {
        assertRefused(
                policy(server.privateKey(), server.certificate(), null, ClientCertificate.REQUIRE, List.of("TLSv1.3")),
                "clients must show a certificate, and there is none in " + directory.resolve("trusted")
                        + " that theirs could be signed with; put some there, or set"
                        + " dbms.ssl.policy.bolt.client_auth=NONE");
    }

    @Test
    void aVersionThatThisJvmDoesNotHaveIsRefused() {
        assertThatThrownBy(
                        policy(
                                server.privateKey(),
                                server.certificate(),
                                null,
                                ClientCertificate.NONE,
                                List.of("TLSv9"))::context)
                .isInstanceOf(TlsProblem.class)
                .hasMessageStartingWith(
                        "TLS for Bolt: this JVM has no TLS as dbms.ssl.policy.bolt.tls_versions and ciphers"
                                + " want it: ");
    }
}
