package dev.muster.sim.fault;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The kinds of faults, each of which can be switched on and off by its name. */
public enum FaultKind {
    KILL("a process ends at once and starts again; its files stay", 200, 15_000),
    POWER("a machine loses its power and what was not synced, in any part, and starts again", 200, 15_000),
    POWER_MID_WRITE("a machine loses its power in the middle of what its process writes", 500, 15_000),
    POWER_ALL("all machines lose their power at the same moment", 200, 5_000),
    RESTART("a server stops in order and starts again", 200, 5_000),
    PAUSE("a process freezes and goes on later", 100, 12_000),
    ISOLATE("a server and the others cannot reach each other", 500, 20_000),
    ISOLATE_LEADER("the server that leads a database and the others cannot reach each other", 500, 20_000),
    PARTITION("the servers fall into two groups that cannot reach each other", 500, 20_000),
    ONE_WAY("nothing a server sends arrives at one other", 500, 20_000),
    LOSS("frames between servers are lost now and then, which breaks their connection", 1_000, 15_000),
    BREAK("all connections between two servers break, and nobody knows what arrived", 1, 1),
    DELAY("the network gets slow", 1_000, 15_000),
    STRAGGLERS("few frames take very long", 1_000, 15_000),
    BUSY("a server is so busy that its lanes wake up late", 1_000, 15_000),
    SLOW_DISK("syncs of one server take long", 1_000, 15_000),
    FULL_DISK("one server's disk takes no more bytes", 1_000, 15_000),
    SYNC_FAILS("syncs of one server fail; it must end, and starts again with a disk that works", 100, 5_000),
    READ_ERRORS("one server's disk fails to read now and then", 500, 10_000),
    WRITE_ERRORS("one server's disk fails to write now and then", 500, 10_000),
    READ_ONLY("one server's disk takes no changes", 500, 10_000),
    BIT_ROT("a bit of the last server's files flips; what is damaged there may stay down", 1, 1),
    CLOCK("the wall clock of a server is wrong", 1_000, 30_000),
    DRIFT("both clocks of a server run too fast or too slow", 1_000, 30_000),
    PRUNE("all servers take checkpoints and cut their logs again and again, whoever lags behind", 2_000, 15_000),
    MEMBERSHIP("a database gets other copies, or has to leave a server, and gets back what it had", 1_000, 10_000),
    LOST_DISK("the last server's machine fails with its disk, and starts again with an empty one", 200, 15_000);

    private final String description;
    private final int shortestMillis;
    private final int longestMillis;

    FaultKind(String description, int shortestMillis, int longestMillis) {
        this.description = description;
        this.shortestMillis = shortestMillis;
        this.longestMillis = longestMillis;
    }

    /** What happens, in words. */
    public String description() {
        return description;
    }

    /** The name on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int shortestMillis() {
        return shortestMillis;
    }

    int longestMillis() {
        return longestMillis;
    }

    /** Reads {@code all}, {@code none}, or names separated by commas. Throws {@link IllegalArgumentException} with the names there are. */
    public static Set<FaultKind> parse(String text) {
        if (text.equals("all")) {
            return EnumSet.allOf(FaultKind.class);
        }
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        if (!text.equals("none")) {
            for (String name : text.split(",")) {
                kinds.add(named(name.strip()));
            }
        }
        return kinds;
    }

    private static FaultKind named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.text().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no fault '" + name + "'; there are: "
                        + Arrays.stream(values()).map(FaultKind::text).collect(Collectors.joining(", "))
                        + ", all, none"));
    }
}
