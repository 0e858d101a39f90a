package dev.muster.clustertests;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Driver;

/**
 * A running cluster in a test's hand. Servers are named {@code server01} and so on. Every operation returns when its effect
 * has been observed, and fails with what it waited for otherwise.
 */
public interface Cluster extends AutoCloseable {
    /** The names of the servers, running or not. */
    List<String> servers();

    /** {@code neo4j://} to the first server that runs; drivers find the others by themselves. */
    String uri();

    /** {@code bolt://} to exactly that server. */
    String uri(String server);

    /** {@code http://} to exactly that server. */
    String http(String server);

    /** {@code host:port} of each server's backup port, in the servers' order, running or not. */
    List<String> backupAddresses();

    /** Where the server keeps its files. */
    Path home(String server);

    /** The driver for {@link #uri()}, made once and closed with the cluster. */
    Driver driver();

    /** The server that leads the database; waits for one. */
    String leaderOf(String database);

    /** Ends a server without warning: whatever was not synced in time is as after a crash. */
    void kill(String server);

    /** Freezes a server: it keeps its connections and answers nothing. */
    void pause(String server);

    /** Lets a frozen server go on; returns when it is ready. */
    void resume(String server);

    /** Ends a server in order. */
    void stop(String server);

    /**
     * Starts a server that was ended or stops and starts one that runs. Returns when it is ready, but for databases whose
     * copy on it is damaged: those, with the reasons.
     */
    Map<String, String> restart(String server);

    /**
     * Starts a server that was killed, without waiting until it is usable: for clusters that have no majority yet, and for
     * servers that will not become ready. Follow with {@link #awaitReady} where they will.
     */
    void startAgain(String server);

    /** Faults of links, disks and clocks; only where each server is a process. */
    ServerFaults faults();

    /** Runs {@code muster admin} with these arguments. */
    Outcome admin(String... arguments);

    /** Waits until every running server is ready. */
    void awaitReady();

    @Override
    void close();

    /** What a command printed and how it ended. */
    record Outcome(int exitCode, String out, String err) {}
}
