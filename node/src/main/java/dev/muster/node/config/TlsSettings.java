package dev.muster.node.config;

import dev.muster.runtime.real.tls.TlsPolicy;
import dev.muster.runtime.real.tls.TlsPolicy.ClientCertificate;
import dev.muster.runtime.real.tls.TlsPolicy.Purpose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The settings of one TLS policy, {@code dbms.ssl.policy.<name>.*} (facts E.2). */
public final class TlsSettings {
    /** For clients of Bolt. */
    public static final TlsSettings BOLT = new TlsSettings(Purpose.BOLT, "Bolt", ClientCertificate.OPTIONAL);
    /** For the backup port; and for the backup client, whatever port it connects to. */
    public static final TlsSettings BACKUP = new TlsSettings(Purpose.BACKUP, "backups", ClientCertificate.REQUIRE);
    /** For all ports that the servers of a cluster talk to each other over. */
    public static final TlsSettings CLUSTER = new TlsSettings(
            Purpose.CLUSTER, "the cluster, raft, routing and discovery ports", ClientCertificate.REQUIRE);

    /** Whether certificates can be renewed without a restart. */
    static final Setting<Boolean> RELOAD = Setting.of(
            "dbms.security.tls_reload_enabled",
            ValueType.BOOLEAN,
            "false",
            "Whether `CALL dbms.security.reloadTLS()` reads the files of all TLS policies again");

    static final List<Setting<?>> ALL = new ArrayList<>(List.of(RELOAD));

    static {
        ALL.addAll(BOLT.all());
        ALL.addAll(BACKUP.all());
        ALL.addAll(CLUSTER.all());
    }

    private final Purpose purpose;
    private final Setting<Boolean> enabled;
    private final Setting<String> directory;
    private final Setting<String> key;
    private final Setting<String> keyPassword;
    private final Setting<String> certificate;
    private final Setting<ClientCertificate> clientAuth;
    private final Setting<String> trusted;
    private final Setting<String> revoked;
    private final Setting<Boolean> trustAll;
    private final Setting<Boolean> verifyHostname;
    private final Setting<List<String>> versions;
    private final Setting<List<String>> ciphers;

    private TlsSettings(Purpose purpose, String what, ClientCertificate clients) {
        String prefix = "dbms.ssl.policy." + purpose.key() + ".";
        this.purpose = purpose;
        enabled =
                Setting.of(prefix + "enabled", ValueType.BOOLEAN, "false", "Whether there is a TLS policy for " + what);
        directory = Setting.of(
                prefix + "base_directory",
                ValueType.TEXT,
                "certificates/" + purpose.key(),
                "Where the policy's files are (below the home)");
        key = Setting.of(
                prefix + "private_key",
                ValueType.TEXT,
                "private.key",
                "This side's key, PKCS#8 in PEM (below the base directory)");
        keyPassword = Setting.derived(
                prefix + "private_key_password",
                ValueType.TEXT,
                "none, for a key that is not encrypted",
                "What opens the key");
        certificate = Setting.of(
                prefix + "public_certificate",
                ValueType.TEXT,
                "public.crt",
                "This side's certificate and those that signed it, in PEM (below the base directory)");
        clientAuth = Setting.of(
                prefix + "client_auth",
                ValueType.oneOf(List.of(ClientCertificate.values()), ClientCertificate::name),
                clients.name(),
                "Whether clients show a certificate");
        trusted = Setting.of(
                prefix + "trusted_dir",
                ValueType.TEXT,
                "trusted",
                "Certificates that those of others are signed with (below the base directory)");
        revoked = Setting.of(
                prefix + "revoked_dir",
                ValueType.TEXT,
                "revoked",
                "Lists of certificates that are not good any more, CRLs (below the base directory)");
        trustAll = Setting.of(prefix + "trust_all", ValueType.BOOLEAN, "false", "Whether any certificate is taken");
        verifyHostname = Setting.of(
                prefix + "verify_hostname",
                ValueType.BOOLEAN,
                "true",
                "Whether a server's certificate must have the name that was connected to");
        versions = Setting.of(
                prefix + "tls_versions", ValueType.listOf(ValueType.TEXT), "TLSv1.2,TLSv1.3", "Versions of TLS");
        ciphers = Setting.of(
                prefix + "ciphers",
                ValueType.listOf(ValueType.TEXT),
                "",
                "Cipher suites; empty means those of the JVM");
    }

    /** Whether there is such a policy. */
    Setting<Boolean> enabled() {
        return enabled;
    }

    private List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(List.of(
                enabled,
                directory,
                key,
                keyPassword,
                certificate,
                clientAuth,
                trusted,
                revoked,
                trustAll,
                versions,
                ciphers));
        if (purpose != Purpose.BOLT) { // no server connects with Bolt
            all.add(verifyHostname);
        }
        return all;
    }

    /** The policy, or null if there is none; relative directories start at the home. */
    TlsPolicy policy(Path home, SettingValues values) {
        if (!values.get(enabled)) {
            return null;
        }
        Path base = home.resolve(values.get(directory)).normalize();
        return new TlsPolicy(
                purpose,
                base.resolve(values.get(key)),
                base.resolve(values.get(certificate)),
                values.get(keyPassword),
                values.get(clientAuth),
                base.resolve(values.get(trusted)),
                base.resolve(values.get(revoked)),
                values.get(trustAll),
                values.get(verifyHostname),
                values.get(versions),
                values.get(ciphers));
    }
}
