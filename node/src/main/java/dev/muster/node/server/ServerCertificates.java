package dev.muster.node.server;

import dev.muster.node.query.Certificates;
import dev.muster.runtime.real.tls.TlsSecurity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS policies of a server's ports, whose files can be read again while it runs. Any thread.
 *
 * @param renewable whether that is allowed ({@code dbms.security.tls_reload_enabled})
 */
record ServerCertificates(boolean renewable, List<TlsSecurity> policies) implements Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificates.class);

    /** All policies or none: whoever renews a certificate and the list of whom to trust wants both. */
    @Override
    public void renew() throws IOException {
        if (!renewable) {
            throw new IOException(
                    "dbms.security.tls_reload_enabled is false; set it to true and restart the server, which then reads its"
                            + " certificates anyway");
        }
        List<TlsSecurity.Renewal> renewals = new ArrayList<>();
        for (TlsSecurity policy : policies) {
            renewals.add(policy.renewal());
        }
        renewals.forEach(TlsSecurity.Renewal::use);
        LOG.info(
                "TLS certificates were read again, for new connections; policies: {}",
                policies.stream().map(policy -> policy.purpose().key()).collect(Collectors.joining(", ")));
    }
}
