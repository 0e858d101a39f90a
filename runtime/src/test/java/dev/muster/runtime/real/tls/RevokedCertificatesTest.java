package dev.muster.runtime.real.tls;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that their signer has revoked, and others of the same signer. */
class RevokedCertificatesTest {
    @TempDir
    static Path directory;

    private static X509Certificate signer;
    private static X509Certificate good;
    private static X509Certificate bad;
    private static X509CRL list;

    @BeforeAll
    static void signAndRevoke() throws Exception {
        pair("ca", "-ext", "bc:c");
        signer = certificate(keytool("ca", "-exportcert", "-alias", "ca", "-rfc"));
        good = signed("good");
        bad = signed("bad");
        byte[] crl = keytool(
                "ca",
                "-gencrl",
                "-alias",
                "ca",
                "-rfc",
                "-id",
                bad.getSerialNumber().toString());
        Files.write(Files.createDirectory(directory.resolve("revoked")).resolve("ca.crl"), crl);
        list = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(crl));
    }

    private static void pair(String name, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "-genkeypair", "-alias", name, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + name));
        words.addAll(List.of(more));
        keytool(name, words.toArray(String[]::new));
    }

    private static X509Certificate signed(String name) throws Exception {
        pair(name);
        Path request = directory.resolve(name + ".csr");
        Files.write(request, keytool(name, "-certreq", "-alias", name));
        return certificate(keytool("ca", "-gencert", "-alias", "ca", "-rfc", "-infile", request.toString()));
    }

    private static X509Certificate certificate(byte[] pem) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    private static byte[] keytool(String store, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of(
                "-storetype",
                "PKCS12",
                "-storepass",
                TestCertificate.STORE_PASSWORD,
                "-keystore",
                directory.resolve(store + ".p12").toString()));
        Process keytool = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] said = keytool.getInputStream().readAllBytes();
        if (keytool.waitFor() != 0) {
            throw new IOException(new String(said, StandardCharsets.UTF_8));
        }
        return said;
    }

    private static void check(List<X509CRL> revoked, X509Certificate shown) throws Exception {
        var asked = new Signers(List.of(signer), revoked).asked();
        ((X509TrustManager) asked.getTrustManagers()[0]).checkClientTrusted(new X509Certificate[] {shown}, "EC");
    }

    @Test
    void withoutAListEveryCertificateOfTheSignerIsGood() {
        assertThatCode(() -> check(List.of(), good)).doesNotThrowAnyException();
        assertThatCode(() -> check(List.of(), bad)).doesNotThrowAnyException();
    }

    @Test
    void whatTheListNamesIsRefusedAndNothingElse() {
        assertThatCode(() -> check(List.of(list), good)).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(List.of(list), bad))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("revoked");
    }

    @Test
    void aPolicyReadsTheListsAndSaysWhichFileIsNone() throws Exception {
        Path trusted = Files.createDirectory(directory.resolve("trusted"));
        Files.write(trusted.resolve("ca.crt"), keytool("ca", "-exportcert", "-alias", "ca", "-rfc"));
        TestCertificate own = TestCertificate.make(directory, "own");
        TlsPolicy policy = new TlsPolicy(
                TlsPolicy.Purpose.BOLT,
                own.privateKey(),
                own.certificate(),
                null,
                TlsPolicy.ClientCertificate.REQUIRE,
                trusted,
                directory.resolve("revoked"),
                false,
                true,
                List.of("TLSv1.3"),
                List.of());

        assertThatCode(policy::context).doesNotThrowAnyException();

        Path garbage = Files.writeString(directory.resolve("revoked/garbage.crl"), "no list");
        assertThatThrownBy(policy::context)
                .isInstanceOf(TlsProblem.class)
                .hasMessageStartingWith("TLS for Bolt: " + garbage + " holds no list of revoked certificates: ");
        Files.delete(garbage);
    }
}
