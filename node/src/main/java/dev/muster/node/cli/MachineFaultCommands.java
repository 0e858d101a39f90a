package dev.muster.node.cli;

import dev.muster.node.cli.FaultCommands.OnServer;
import dev.muster.node.cli.console.Console;
import dev.muster.node.launcher.DirtyDatabase;
import dev.muster.node.launcher.Faults;
import dev.muster.runtime.faulty.DiskFault;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Faults of one server's disk and clock. They outlive its process, until they are healed. */
final class MachineFaultCommands {
    private MachineFaultCommands() {}

    @Command(description = "Leave no new space on a server's disk.")
    static final class DiskFull extends OnServer {
        DiskFull(Console console) {
            super(console, "on a full disk");
        }

        @Override
        List<DirtyDatabase> act(Faults faults, String cluster, String serverName) {
            faults.world().diskFull(cluster, serverName);
            return List.of();
        }
    }

    @Command(description = "Let each sync of a server's disk take longer.")
    static final class DiskSlow extends OnServer {
        @Option(
                names = "--millis",
                required = true,
                paramLabel = "N",
                description = "How much longer, in milliseconds, up to a minute.",
                converter = Millis.class)
        private Long millis;

        DiskSlow(Console console) {
            super(console, "on a slow disk");
        }

        @Override
        List<DirtyDatabase> act(Faults faults, String cluster, String serverName) {
            faults.world().diskSlow(cluster, serverName, millis);
            return List.of();
        }
    }

    @Command(
            description =
                    "Let a server's disk fail. A server whose log cannot be synced ends; healing starts it again.")
    static final class DiskError extends OnServer {
        @Option(
                names = "--on",
                split = ",",
                paramLabel = "ACTION",
                description = "What fails: read, write, sync; default: sync.",
                converter = ActionName.class)
        private Set<DiskFault.Action> on = EnumSet.of(DiskFault.Action.SYNC);

        DiskError(Console console) {
            super(console, "on a failing disk");
        }

        @Override
        List<DirtyDatabase> act(Faults faults, String cluster, String serverName) {
            faults.world().diskError(cluster, serverName, on);
            return List.of();
        }
    }

    @Command(description = "Set a server's wall clock ahead, or behind.")
    static final class ClockSkew extends OnServer {
        @Option(
                names = "--by",
                required = true,
                paramLabel = "TIME",
                description = "Such as 5m, -30s or 1h30m; 0s is right again.",
                converter = Skew.class)
        private Duration by;

        ClockSkew(Console console) {
            super(console, "living in another time");
        }

        @Override
        List<DirtyDatabase> act(Faults faults, String cluster, String serverName) {
            faults.world().clockSkew(cluster, serverName, by.toMillis());
            return List.of();
        }
    }

    /** {@code 5m}, {@code -1h30m}: an ISO duration without its letters. */
    static final class Skew implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            boolean behind = text.startsWith("-");
            try {
                Duration skew =
                        Duration.parse("PT" + text.substring(behind ? 1 : 0).toUpperCase(Locale.ROOT));
                if (!skew.isNegative() && skew.compareTo(Duration.ofDays(3650)) <= 0) {
                    return behind ? skew.negated() : skew;
                }
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + text + "' is not a time such as 5m, -30s or 1h30m");
            }
            throw new TypeConversionException("'" + text + "' is too far");
        }
    }

    /** 1 to 60,000. */
    static final class Millis implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            if (text.matches("\\d{1,5}") && Long.parseLong(text) <= 60_000) {
                return Long.parseLong(text);
            }
            throw new TypeConversionException("'" + text + "' is not a number of milliseconds up to 60000");
        }
    }

    /** {@code read}, {@code write}, {@code sync}. */
    static final class ActionName implements ITypeConverter<DiskFault.Action> {
        @Override
        public DiskFault.Action convert(String text) {
            for (DiskFault.Action action : DiskFault.Action.values()) {
                if (action.name().equalsIgnoreCase(text)) {
                    return action;
                }
            }
            throw new TypeConversionException("'" + text + "' is none of read, write, sync");
        }
    }
}
