package dev.muster.bolt.tls;

import dev.muster.bolt.tls.TlsProblem.Kind;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * What a port shows to clients, and asks of them.
 *
 * @param privateKey PKCS#8 in PEM
 * @param certificate the server's own first, then those that signed it, in PEM
 * @param password of the key, or null if it has none
 * @param clients whether they show a certificate
 * @param trusted a directory with the certificates that clients' ones are signed with; need not be there if nobody must show one
 * @param trustAll whether any certificate of a client is taken
 * @param versions of TLS, as {@code TLSv1.3}
 * @param ciphers empty for those of the JVM
 */
public record TlsPolicy(
        Path privateKey,
        Path certificate,
        String password,
        ClientCertificate clients,
        Path trusted,
        boolean trustAll,
        List<String> versions,
        List<String> ciphers) {
    private static final byte[] PROBE = {1, 2, 3, 4};

    /** Whether clients show a certificate ({@code client_auth}). */
    public enum ClientCertificate {
        NONE,
        /** Those that have one show it, and it must be good. */
        OPTIONAL,
        REQUIRE
    }

    /**
     * Reads the files and checks that they are good and belong together.
     *
     * @throws TlsProblem if no port can be opened with them; says which file, and what to do
     */
    public SslContext context() throws TlsProblem {
        List<X509Certificate> chain = certificates(certificate);
        PrivateKey key = key();
        check(key, chain.get(0));
        SslContextBuilder builder = SslContextBuilder.forServer(key, chain)
                .sslProvider(SslProvider.JDK)
                .protocols(versions)
                .ciphers(ciphers.isEmpty() ? null : ciphers);
        askClients(builder);
        try {
            SslContext context = builder.build();
            context.newEngine(ByteBufAllocator.DEFAULT);
            return context;
        } catch (SSLException | IllegalArgumentException e) {
            throw Kind.NO_SUCH_PROTOCOL.of(e.getMessage());
        }
    }

    private void askClients(SslContextBuilder builder) throws TlsProblem {
        List<X509Certificate> signers = clients == ClientCertificate.NONE || trustAll ? List.of() : signers();
        if (clients == ClientCertificate.REQUIRE && signers.isEmpty() && !trustAll) {
            throw Kind.NO_TRUST.of(trusted);
        }
        if (clients == ClientCertificate.NONE || signers.isEmpty() && !trustAll) {
            return; // there is none that could be accepted
        }
        builder.clientAuth(clients == ClientCertificate.REQUIRE ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
        if (trustAll) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else {
            builder.trustManager(signers);
        }
    }

    private List<X509Certificate> signers() throws TlsProblem {
        List<X509Certificate> all = new ArrayList<>();
        if (Files.isDirectory(trusted)) {
            try (Stream<Path> files = Files.list(trusted)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    all.addAll(certificates(file));
                }
            } catch (TlsProblem e) {
                throw e;
            } catch (IOException e) {
                throw Kind.UNREADABLE.of(trusted, e);
            }
        }
        return all;
    }

    private static void checkValid(Path file, X509Certificate own) throws TlsProblem {
        Instant now = Instant.now();
        Instant from = own.getNotBefore().toInstant();
        Instant to = own.getNotAfter().toInstant();
        if (now.isBefore(from) || now.isAfter(to)) {
            throw Kind.NOT_VALID.of(file, from, to);
        }
    }

    private void check(PrivateKey key, X509Certificate own) throws TlsProblem {
        checkValid(certificate, own);
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(PROBE);
            byte[] signature = signing.sign();
            signing.initVerify(own.getPublicKey());
            signing.update(PROBE);
            if (signing.verify(signature)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            // A key of another kind than the certificate's cannot even be tried.
        }
        throw Kind.OTHER_KEY.of(privateKey, certificate);
    }

    private PrivateKey key() throws TlsProblem {
        try {
            return PrivateKeyFile.read(bytes(privateKey), password);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw Kind.NO_KEY.of(privateKey, e.getMessage());
        }
    }

    private static List<X509Certificate> certificates(Path file) throws TlsProblem {
        try {
            List<X509Certificate> read = new ArrayList<>();
            for (var certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes(file)))) {
                read.add((X509Certificate) certificate);
            }
            if (read.isEmpty()) {
                throw Kind.NO_CERTIFICATE.of(file, "it is empty");
            }
            return read;
        } catch (CertificateException e) {
            throw Kind.NO_CERTIFICATE.of(file, e.getMessage());
        }
    }

    private static byte[] bytes(Path file) throws TlsProblem {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Kind.UNREADABLE.of(file, e.getClass().getSimpleName());
        }
    }
}
