package dev.muster.node.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import io.microraft.RaftNodeStatus;
import org.junit.jupiter.api.Test;

class ConsensusEndsTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void hidesThatANodeOfTheLibraryHasEndedAndNothingElse() {
        assertThat(decide("io.microraft.RaftNode", RaftNodeStatus.TERMINATED)).isEqualTo(FilterReply.DENY);
        assertThat(decide("io.microraft.RaftNode", RaftNodeStatus.UPDATING_RAFT_GROUP_MEMBER_LIST))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide("dev.muster.Other", RaftNodeStatus.TERMINATED)).isEqualTo(FilterReply.NEUTRAL);
    }

    private FilterReply decide(String logger, RaftNodeStatus status) {
        return new ConsensusEnds()
                .decide(
                        null,
                        context.getLogger(logger),
                        Level.WARN,
                        "{} Status is set to {}",
                        new Object[] {"server01", status},
                        null);
    }
}
