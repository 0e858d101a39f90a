package dev.muster.node.query;

import java.io.IOException;

/** What this server's ports are secured with. */
@FunctionalInterface
public interface Certificates {
    /**
     * Reads all files again and secures new connections with what they hold now. Blocks for the files.
     *
     * @throws IOException if any of it cannot be used; the message is one sentence for whoever asked. Then everything is as it was
     */
    void renew() throws IOException;
}
