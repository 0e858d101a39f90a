package dev.muster.runtime.real.tls;

import dev.muster.runtime.real.tls.TlsProblem.Kind;
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
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a port shows to clients and asks of them; and, where this side connects, what it shows and asks of servers.
 *
 * @param purpose which connections it is for
 * @param privateKey PKCS#8 in PEM
 * @param certificate the server's own first, then those that signed it, in PEM
 * @param password of the key, or null if it has none
 * @param clients whether they show a certificate
 * @param trusted a directory with the certificates that others' ones are signed with; need not be there if nobody must show one
 * @param revoked a directory with lists of certificates (CRL) that are not good any more, whoever signed them; need not be there,
 *     and may be null
 * @param trustAll whether any certificate is taken
 * @param verifyHostname whether a server's certificate must have the name that was connected to
 * @param versions of TLS, as {@code TLSv1.3}
 * @param ciphers empty for those of the JVM
 */
public record TlsPolicy(
        Purpose purpose,
        Path privateKey,
        Path certificate,
        String password,
        ClientCertificate clients,
        Path trusted,
        Path revoked,
        boolean trustAll,
        boolean verifyHostname,
        List<String> versions,
        List<String> ciphers) {
    private static final byte[] PROBE = {1, 2, 3, 4};
    private static final Signers NOBODY = new Signers(List.of(), List.of());

    /** A policy that knows of no revoked certificates. */
    public TlsPolicy(
            Purpose purpose,
            Path privateKey,
            Path certificate,
            String password,
            ClientCertificate clients,
            Path trusted,
            boolean trustAll,
            boolean verifyHostname,
            List<String> versions,
            List<String> ciphers) {
        this(
                purpose,
                privateKey,
                certificate,
                password,
                clients,
                trusted,
                null,
                trustAll,
                verifyHostname,
                versions,
                ciphers);
    }

    /** What a policy is for. */
    public enum Purpose {
        BOLT("bolt", "Bolt"),
        BACKUP("backup", "backups"),
        CLUSTER("cluster", "the cluster");

        private final String key;
        private final String meaning;

        Purpose(String key, String meaning) {
            this.key = key;
            this.meaning = meaning;
        }

        /** Its name in settings. */
        public String key() {
            return key;
        }

        String meaning() {
            return meaning;
        }
    }

    /** Whether clients show a certificate ({@code client_auth}). */
    public enum ClientCertificate {
        NONE,
        /** Those that have one show it, and it must be good. */
        OPTIONAL,
        REQUIRE
    }

    /** Whether nobody is let in who does not show a certificate that somebody vouches for. */
    public boolean knowsClients() {
        return clients == ClientCertificate.REQUIRE && !trustAll;
    }

    /** Both sides of it, for whoever listens and connects. Throws {@link TlsProblem} as {@link #context} does. */
    public TlsSecurity security() throws TlsProblem {
        return new TlsSecurity(this, () -> new TlsSecurity.Contexts(context(), clientContext()));
    }

    /** The side of it that listens, for whoever does not connect. Throws {@link TlsProblem} as {@link #context} does. */
    public TlsSecurity serverSecurity() throws TlsProblem {
        return new TlsSecurity(this, () -> new TlsSecurity.Contexts(context(), null));
    }

    /**
     * The side of it that connects, for whoever does not listen. One that shows no certificate ({@code client_auth} is NONE) needs
     * no key. Throws {@link TlsProblem} as {@link #context} does, and if no server could be trusted.
     */
    public TlsSecurity clientSecurity() throws TlsProblem {
        return new TlsSecurity(this, () -> new TlsSecurity.Contexts(null, clientContext()));
    }

    private SslContext clientContext() throws TlsProblem {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols(versions)
                .ciphers(ciphers.isEmpty() ? null : ciphers)
                .endpointIdentificationAlgorithm(verifyHostname ? "HTTPS" : "");
        if (clients != ClientCertificate.NONE || Files.exists(privateKey)) {
            List<X509Certificate> chain = certificates(certificate);
            PrivateKey key = key();
            check(key, chain.get(0));
            builder.keyManager(key, chain);
        }
        Signers signers = trustAll ? NOBODY : signers();
        if (trustAll) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (signers.isEmpty()) {
            throw Kind.NO_TRUST_IN_SERVERS.of(purpose, trusted);
        } else {
            builder.trustManager(asked(signers));
        }
        return checked(builder);
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
        return checked(builder);
    }

    private SslContext checked(SslContextBuilder builder) throws TlsProblem {
        try {
            SslContext context = builder.build();
            context.newEngine(ByteBufAllocator.DEFAULT);
            return context;
        } catch (SSLException | IllegalArgumentException e) {
            throw Kind.NO_SUCH_PROTOCOL.of(purpose, e.getMessage());
        }
    }

    private void askClients(SslContextBuilder builder) throws TlsProblem {
        Signers signers = clients == ClientCertificate.NONE || trustAll ? NOBODY : signers();
        if (clients == ClientCertificate.REQUIRE && signers.isEmpty() && !trustAll) {
            throw Kind.NO_TRUST.of(purpose, trusted);
        }
        if (clients == ClientCertificate.NONE || signers.isEmpty() && !trustAll) {
            return; // there is none that could be accepted
        }
        builder.clientAuth(clients == ClientCertificate.REQUIRE ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
        if (trustAll) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else {
            builder.trustManager(asked(signers));
        }
    }

    private TrustManagerFactory asked(Signers signers) throws TlsProblem {
        try {
            return signers.asked();
        } catch (GeneralSecurityException | IOException e) {
            throw Kind.NO_CERTIFICATE.of(purpose, trusted, e.getMessage());
        }
    }

    private Signers signers() throws TlsProblem {
        List<X509Certificate> all = new ArrayList<>();
        for (Path file : files(trusted)) {
            all.addAll(certificates(file));
        }
        List<X509CRL> lists = new ArrayList<>();
        for (Path file : revoked == null ? List.<Path>of() : files(revoked)) {
            lists.addAll(lists(file));
        }
        return new Signers(all, lists);
    }

    private List<Path> files(Path directory) throws TlsProblem {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw Kind.UNREADABLE.of(purpose, directory, e);
        }
    }

    private List<X509CRL> lists(Path file) throws TlsProblem {
        try {
            List<X509CRL> read = new ArrayList<>();
            for (var list :
                    CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(bytes(file)))) {
                read.add((X509CRL) list);
            }
            if (read.isEmpty()) {
                throw Kind.NO_LIST.of(purpose, file, "it is empty");
            }
            return read;
        } catch (GeneralSecurityException e) {
            throw Kind.NO_LIST.of(purpose, file, e.getMessage());
        }
    }

    private void checkValid(Path file, X509Certificate own) throws TlsProblem {
        Instant now = Instant.now();
        Instant from = own.getNotBefore().toInstant();
        Instant to = own.getNotAfter().toInstant();
        if (now.isBefore(from) || now.isAfter(to)) {
            throw Kind.NOT_VALID.of(purpose, file, from, to);
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
        throw Kind.OTHER_KEY.of(purpose, privateKey, certificate);
    }

    private PrivateKey key() throws TlsProblem {
        try {
            return PrivateKeyFile.read(bytes(privateKey), password);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw Kind.NO_KEY.of(purpose, privateKey, e.getMessage());
        }
    }

    private List<X509Certificate> certificates(Path file) throws TlsProblem {
        try {
            List<X509Certificate> read = new ArrayList<>();
            for (var certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes(file)))) {
                read.add((X509Certificate) certificate);
            }
            if (read.isEmpty()) {
                throw Kind.NO_CERTIFICATE.of(purpose, file, "it is empty");
            }
            return read;
        } catch (CertificateException e) {
            throw Kind.NO_CERTIFICATE.of(purpose, file, e.getMessage());
        }
    }

    private byte[] bytes(Path file) throws TlsProblem {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Kind.UNREADABLE.of(purpose, file, e.getClass().getSimpleName());
        }
    }
}
