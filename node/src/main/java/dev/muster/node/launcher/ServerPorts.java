package dev.muster.node.launcher;

import java.util.LinkedHashMap;
import java.util.Map;

/** The loopback ports of one server, chosen by the launcher and written into the server's configuration. */
public record ServerPorts(int bolt, int http, int backup, int cluster, int raft, int discovery, int routing) {
    /** How many ports a server needs. */
    static final int COUNT = 7;

    static ServerPorts of(int[] ports) {
        return new ServerPorts(ports[0], ports[1], ports[2], ports[3], ports[4], ports[5], ports[6]);
    }

    /** The ports by what they are for, in the order of DESIGN's table. */
    public Map<String, Integer> byUse() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("bolt", bolt);
        ports.put("http", http);
        ports.put("backup", backup);
        ports.put("cluster", cluster);
        ports.put("raft", raft);
        ports.put("discovery", discovery);
        ports.put("routing", routing);
        return ports;
    }
}
