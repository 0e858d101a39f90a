package dev.muster.node.cli.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.Marker;

/**
 * Leaves out the consensus library's warning that one of its nodes has ended: it warns at every stop in order too, and where
 * a group ends for another reason the database says so itself.
 */
final class ConsensusEnds extends TurboFilter {
    private static final String LIBRARY = "io.microraft";
    private static final String FORMAT = "{} Status is set to {}";
    private static final String ENDED = "TERMINATED";

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] arguments, Throwable thrown) {
        boolean ended = FORMAT.equals(format)
                && arguments != null
                && arguments.length == 2
                && ENDED.equals(String.valueOf(arguments[1]))
                && logger.getName().startsWith(LIBRARY);
        return ended ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
