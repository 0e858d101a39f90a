package dev.muster.node.cli.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * Where logs go: to standard error, one line each, so that standard output stays the results'. Servers tell what they do
 * ({@code -Dmuster.log.level=INFO}, given by the launcher); commands only warn. Done in code because reading a
 * configuration file costs a noticeable part of a command's start. Where tests bring a {@code logback-test.xml}, that counts.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (Logging.class.getResource("/logback-test.xml") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{ISO8601, UTC}Z %-5level [%thread] %logger{0}: %msg%n");
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("standard error");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(Level.toLevel(System.getProperty("muster.log.level"), Level.WARN));
        context.getLogger("io.netty").setLevel(Level.WARN);
        context.getLogger("io.microraft").setLevel(Level.WARN);
        context.getLogger("io.atomix").setLevel(Level.WARN);
        context.getLogger("org.neo4j").setLevel(Level.WARN);
        ConsensusEnds ends = new ConsensusEnds();
        ends.setContext(context);
        ends.start();
        context.addTurboFilter(ends);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
