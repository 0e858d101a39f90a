package dev.muster.node.server;

import dev.muster.bolt.Authenticator;
import dev.muster.node.config.ServerConfig;

/** Who may log in. Users and passwords come with the roles; until then authentication can only be off. */
final class Authentication {
    private Authentication() {}

    static Authenticator of(ServerConfig config) {
        if (config.databases().authEnabled()) {
            throw ServerError.NO_AUTHENTICATION.because();
        }
        return token -> new Authenticator.Login(null, false);
    }
}
