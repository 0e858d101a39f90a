package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.runtime.SocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Values as the tools of older generations are given them. */
final class OldOptions {
    private static final Pattern TIMEOUT = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");
    private static final Map<String, TimeUnit> UNITS =
            Map.of("ms", TimeUnit.MILLISECONDS, "s", TimeUnit.SECONDS, "m", TimeUnit.MINUTES, "h", TimeUnit.HOURS);

    private OldOptions() {}

    /** One host, with a port or not. Throws {@link ParameterException}. */
    static SocketAddress address(CommandSpec spec, String text, int defaultPort) {
        try {
            return SocketAddress.parse(text, "localhost", defaultPort);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), BackupError.BAD_ADDRESS.text(text), e);
        }
    }

    /** A duration, in seconds if no unit is written. Throws {@link ParameterException}. */
    static long timeoutMillis(CommandSpec spec, String option, String text) {
        Matcher matcher = TIMEOUT.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new ParameterException(
                    spec.commandLine(), option + " is a number with ms, s, m or h, not '" + text + "'");
        }
        TimeUnit unit = UNITS.get(matcher.group(2) == null ? "s" : matcher.group(2));
        return unit.toMillis(Long.parseLong(matcher.group(1)));
    }
}
