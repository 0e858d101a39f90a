package dev.muster.runtime.faulty;

import dev.muster.runtime.SocketAddress;
import java.util.List;

/**
 * What is wrong between this server and another, on connections that this server opens; the other server has its own record
 * for those that it opens.
 *
 * @param peer the other server's name, for people
 * @param addresses where it listens, as this server dials them
 * @param send the way there
 * @param receive the way back
 */
public record LinkFault(String peer, List<SocketAddress> addresses, WayFault send, WayFault receive) {
    public LinkFault {
        addresses = List.copyOf(addresses);
    }

    boolean isAbout(SocketAddress remote) {
        return addresses.contains(remote);
    }
}
