package dev.muster.runtime.real.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * Those whose signature makes a certificate good, and what they have revoked. Who has published no list is not believed any
 * more once there is a list of anybody's: nothing could be told of its certificates. Pure.
 */
record Signers(List<X509Certificate> certificates, List<X509CRL> revoked) {
    boolean isEmpty() {
        return certificates.isEmpty();
    }

    /** What asks them. Throws if this JVM cannot work with them. */
    TrustManagerFactory asked() throws GeneralSecurityException, IOException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        for (int i = 0; i < certificates.size(); i++) {
            anchors.setCertificateEntry(Integer.toString(i), certificates.get(i));
        }
        PKIXBuilderParameters checks = new PKIXBuilderParameters(anchors, new X509CertSelector());
        checks.setRevocationEnabled(!revoked.isEmpty());
        checks.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(revoked)));
        TrustManagerFactory asked = TrustManagerFactory.getInstance("PKIX");
        asked.init(new CertPathTrustManagerParameters(checks));
        return asked;
    }
}
