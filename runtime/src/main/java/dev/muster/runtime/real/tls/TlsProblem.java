package dev.muster.runtime.real.tls;

import java.io.IOException;
import java.io.Serial;
import java.util.Locale;

/** A policy that no port can be opened with. The message is for whoever configured it, and says what to do. */
public final class TlsProblem extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    /** The table of them. {@code POLICY} is where the name of the policy goes. */
    enum Kind {
        UNREADABLE("%s cannot be read (%s); make it, or correct dbms.ssl.policy.POLICY.*"),
        NO_KEY(
                "%s holds no private key that can be used: %s; it must be PKCS#8 in PEM (convert others with 'openssl pkcs8 -topk8'),"
                        + " and dbms.ssl.policy.POLICY.private_key_password its password, if it has one"),
        NO_CERTIFICATE("%s holds no certificate: %s; it must be one or several in PEM, the server's own first"),
        NO_LIST("%s holds no list of revoked certificates: %s; it must be one or several CRLs in PEM or DER"),
        OTHER_KEY("the private key in %s is not the one of the certificate in %s; use a pair that belongs together"),
        NOT_VALID("the certificate in %s is not valid now (from %s to %s); renew it, or correct the clock"),
        NO_TRUST(
                "clients must show a certificate, and there is none in %s that theirs could be signed with; put some there, or set"
                        + " dbms.ssl.policy.POLICY.client_auth=NONE"),
        NO_TRUST_IN_SERVERS(
                "there is no certificate in %s that those of servers could be signed with; put some there, or correct"
                        + " dbms.ssl.policy.POLICY.trusted_dir"),
        NO_SUCH_PROTOCOL("this JVM has no TLS as dbms.ssl.policy.POLICY.tls_versions and ciphers want it: %s");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        TlsProblem of(TlsPolicy.Purpose policy, Object... details) {
            return new TlsProblem("TLS for " + policy.meaning() + ": "
                    + String.format(Locale.ROOT, text.replace("POLICY", policy.key()), details));
        }
    }

    private TlsProblem(String message) {
        super(message);
    }
}
