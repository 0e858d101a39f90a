package dev.muster.runtime.real;

import dev.muster.runtime.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what tasks throw to the log, with the stack: each is a defect. */
final class LoggedFailures implements Lane.FailureListener {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    @Override
    public void failed(Lane lane, Throwable failure) {
        log.error("a task on lane {} failed", lane.name(), failure);
    }
}
