package dev.muster.runtime.sim;

/** A simulated run went wrong; the message has the seed, the virtual time and the last events, the cause what was thrown. */
public final class SimulationFailure extends AssertionError {
    private static final long serialVersionUID = 1;

    SimulationFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
