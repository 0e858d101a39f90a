package dev.muster.runtime.sim;

/** One way from one server to another. */
final class Link {
    /** A server reaches itself so fast, whatever the latency of the network is. */
    private static final long LOOPBACK_NANOS = 10_000;

    final String from;
    final String to;
    final Label label;
    private final SimulatedNetwork network;
    private final boolean loopback;

    /** Its own, or null: that of the network. */
    Latency latency;

    /** Its own, or negative: that of the network. */
    double loss = -1;

    boolean cut;

    Link(SimulatedNetwork network, String from, String to) {
        this.network = network;
        this.from = from;
        this.to = to;
        this.label = new Label(from + "->" + to);
        this.loopback = from.equals(to);
    }

    boolean isCut() {
        return !loopback && (cut || network.isIsolated(from) || network.isIsolated(to));
    }

    /** Whether what is sent now is lost. */
    boolean loses() {
        double probability = loss >= 0 ? loss : network.loss();
        return !loopback && probability > 0 && network.random().nextDouble() < probability;
    }

    long drawLatencyNanos() {
        if (loopback) {
            return LOOPBACK_NANOS;
        }
        return (latency != null ? latency : network.latency()).draw(network.random());
    }
}
