package dev.muster.node.cli;

import dev.muster.node.cli.ClusterCommands.Base;
import dev.muster.node.cli.console.Console;
import dev.muster.node.launcher.WorldFaults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Faults of the links between servers of a local cluster. Clients and tools still reach every server. */
final class LinkFaultCommands {
    private LinkFaultCommands() {}

    @Command(
            description =
                    "Cut the links between two sides of a cluster. What is sent waits; connections break when that"
                            + " lasts. Clients still reach every server.")
    static final class Partition extends Base {
        @Parameters(index = "0", paramLabel = "NAME", description = "The cluster's name.")
        private String name;

        @Parameters(
                index = "1",
                arity = "1",
                split = ",",
                paramLabel = "SIDE",
                description = "Servers of one side, such as server01,server02.")
        private List<String> side;

        @Parameters(
                index = "2",
                arity = "0..1",
                split = ",",
                paramLabel = "SIDE",
                description = "Servers of the other side; default: all others.")
        private List<String> otherSide;

        @Option(names = "--one-way", description = "Only what the first side sends to the second is lost.")
        private boolean oneWay;

        @Spec
        private CommandSpec spec;

        Partition(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            WorldFaults faults = clusters().faults().world();
            List<String> others = otherSide == null ? faults.others(name, side) : otherSide;
            if (side.stream().anyMatch(others::contains)) {
                throw new ParameterException(spec.commandLine(), "A server can be on one side only");
            }
            faults.partition(name, side, others, oneWay);
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("cluster", name);
            document.put("side", side);
            document.put("otherSide", others);
            document.put("oneWay", oneWay);
            done(
                    String.join(", ", side) + " and " + String.join(", ", others) + " of cluster '" + name
                            + "' are cut off" + " from each other" + (oneWay ? " one way." : "."),
                    document);
            return 0;
        }
    }

    @Command(description = "Cut a server off from all others, both ways. Clients still reach it.")
    static final class Isolate extends OnLinks {
        Isolate(Console console) {
            super(console);
        }

        @Override
        String act(WorldFaults faults, String name, String server, List<String> peers) {
            faults.partition(name, List.of(server), peers, false);
            return "cut off from";
        }
    }

    @Command(description = "Let frames between a server and others take longer, in each way.")
    static final class Delay extends OnLinks {
        @Option(
                names = "--millis",
                required = true,
                paramLabel = "N",
                description = "How much longer each frame takes, in milliseconds.")
        private long millis;

        @Option(names = "--jitter", paramLabel = "N", description = "Up to so many milliseconds more, by chance.")
        private long jitter;

        Delay(Console console) {
            super(console);
        }

        @Override
        String act(WorldFaults faults, String name, String server, List<String> peers) {
            requireRange("--millis", millis, 0, 600_000);
            requireRange("--jitter", jitter, 0, 600_000);
            faults.delay(name, server, peers, millis, jitter);
            return millis + " ms further from";
        }
    }

    @Command(description = "Lose frames between a server and others by chance; each loss breaks a connection.")
    static final class Drop extends OnLinks {
        @Option(
                names = "--percent",
                required = true,
                paramLabel = "P",
                description = "How many of a hundred frames are lost.")
        private double percent;

        Drop(Console console) {
            super(console);
        }

        @Override
        String act(WorldFaults faults, String name, String server, List<String> peers) {
            requireRange("--percent", percent, 0, 100);
            faults.drop(name, server, peers, percent / 100);
            return "losing " + percent + " % of frames with";
        }
    }

    /** Those that are about the links of one server. */
    abstract static class OnLinks extends Base {
        @Parameters(index = "0", paramLabel = "NAME", description = "The cluster's name.")
        private String name;

        @Parameters(index = "1", paramLabel = "SERVER", description = "The server's name, such as server02.")
        private String server;

        @Option(
                names = "--to",
                split = ",",
                paramLabel = "SERVER",
                description = "Only the links to these servers; default: all others.")
        private List<String> to;

        @Spec
        private CommandSpec spec;

        OnLinks(Console console) {
            super(console);
        }

        /** Returns how the server stands to its peers now. */
        abstract String act(WorldFaults faults, String name, String server, List<String> peers);

        void requireRange(String option, double value, double min, double max) {
            if (!(value >= min && value <= max)) {
                throw new ParameterException(
                        spec.commandLine(),
                        String.format(
                                java.util.Locale.ROOT, "Invalid value for option '%s': %s to %s", option, min, max));
            }
        }

        @Override
        public Integer call() {
            WorldFaults faults = clusters().faults().world();
            List<String> peers = to == null ? faults.others(name, List.of(server)) : to;
            if (peers.contains(server)) {
                throw new ParameterException(spec.commandLine(), "A server has no link to itself");
            }
            String standing = act(faults, name, server, peers);
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("cluster", name);
            document.put("server", server);
            document.put("peers", peers);
            document.put("fault", standing);
            done(server + " of cluster '" + name + "' is " + standing + " " + String.join(", ", peers) + ".", document);
            return 0;
        }
    }
}
