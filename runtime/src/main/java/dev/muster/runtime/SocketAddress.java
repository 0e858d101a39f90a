package dev.muster.runtime;

/** A host and a port as people write them. {@code port} is 0 to 65535; 0 asks for any free port when listening. */
public record SocketAddress(String host, int port) {
    public SocketAddress {
        if (host.isEmpty() || port < 0 || port > 65_535) {
            throw new IllegalArgumentException("not a host and port: '" + host + "', " + port);
        }
    }

    /** Reads {@code host:port}, {@code host}, {@code :port} or {@code [v6]:port}; what is missing comes from the defaults. */
    public static SocketAddress parse(String text, String defaultHost, int defaultPort) {
        String trimmed = text.trim();
        int colon = trimmed.lastIndexOf(':');
        boolean bareV6 = trimmed.indexOf(':') != colon && !trimmed.startsWith("[");
        if (colon < 0 || bareV6 || trimmed.endsWith("]")) {
            return new SocketAddress(trimmed.isEmpty() ? defaultHost : unbracket(trimmed), defaultPort);
        }
        String host = trimmed.substring(0, colon);
        try {
            int port = Integer.parseInt(trimmed.substring(colon + 1));
            return new SocketAddress(host.isEmpty() ? defaultHost : unbracket(host), port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a host and port: '" + text + "'", e);
        }
    }

    /** Whether the host is written as one that only this machine can reach. Resolves no names. */
    public boolean onLoopback() {
        return host.equalsIgnoreCase("localhost")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    private static String unbracket(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
