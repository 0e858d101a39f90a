package dev.muster.node.cli;

import dev.muster.backup.cli.TextTable;
import dev.muster.node.cli.ClusterCommands.Base;
import dev.muster.node.cli.console.Console;
import dev.muster.node.launcher.DirtyDatabase;
import dev.muster.node.launcher.Faults;
import dev.muster.node.launcher.Faults.ActiveFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Process faults on servers of a local cluster. */
final class FaultCommands {
    private FaultCommands() {}

    /** Those that are about one server. */
    abstract static class OnServer extends Base {
        @Parameters(index = "0", paramLabel = "NAME", description = "The cluster's name.")
        private String name;

        @Parameters(index = "1", paramLabel = "SERVER", description = "The server's name, such as server02.")
        private String server;

        private final String state;

        OnServer(Console console, String state) {
            super(console);
            this.state = state;
        }

        /** Returns the databases that are damaged on the server, where it was waited for. */
        abstract List<DirtyDatabase> act(Faults faults, String cluster, String serverName);

        @Override
        public Integer call() {
            List<DirtyDatabase> dirty = act(clusters().faults(), name, server);
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("cluster", name);
            document.put("server", server);
            document.put("state", state);
            if (!dirty.isEmpty()) {
                document.put("dirty", dirty);
            }
            done(server + " of cluster '" + name + "' is " + state + ".", document);
            dirty.forEach(database -> console.err()
                    .println("Database '" + database.database() + "' is dirty on " + database.server() + ": "
                            + database.reason()));
            return 0;
        }
    }

    @Command(description = "End a server's process at once (SIGKILL).")
    static final class Kill extends OnServer {
        Kill(Console console) {
            super(console, "killed");
        }

        @Override
        List<DirtyDatabase> act(Faults faults, String cluster, String serverName) {
            faults.kill(cluster, serverName);
            return List.of();
        }
    }

    @Command(description = "Freeze a server's process (SIGSTOP).")
    static final class Pause extends OnServer {
        Pause(Console console) {
            super(console, "paused");
        }

        @Override
        List<DirtyDatabase> act(Faults faults, String cluster, String serverName) {
            faults.pause(cluster, serverName);
            return List.of();
        }
    }

    @Command(description = "Let a frozen server go on (SIGCONT); returns when it is ready.")
    static final class Resume extends OnServer {
        Resume(Console console) {
            super(console, "running");
        }

        @Override
        List<DirtyDatabase> act(Faults faults, String cluster, String serverName) {
            return faults.resume(cluster, serverName);
        }
    }

    @Command(description = "Start a server that is gone, or stop and start one that runs; returns when it is ready.")
    static final class Restart extends OnServer {
        Restart(Console console) {
            super(console, "running");
        }

        @Override
        List<DirtyDatabase> act(Faults faults, String cluster, String serverName) {
            return faults.restart(cluster, serverName);
        }
    }

    @Command(description = "List what is wrong on purpose now.")
    static final class ListActive extends Base {
        @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only of this cluster.")
        private String name;

        ListActive(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            Faults faults = clusters().faults();
            List<ActiveFault> active = name == null ? faults.active() : faults.active(name);
            if (json) {
                console.json(active);
            } else if (active.isEmpty()) {
                console.out().println("No fault is in force.");
            } else {
                print(active);
            }
            return 0;
        }

        private void print(List<ActiveFault> active) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("CLUSTER", "SERVER", "FAULT"));
            active.forEach(fault -> rows.add(List.of(fault.cluster(), fault.server(), fault.fault())));
            TextTable.print(console.out(), rows);
        }
    }

    @Command(description = "Undo faults; returns when the servers are ready.")
    static final class Heal extends Base {
        @Parameters(index = "0", paramLabel = "NAME", description = "The cluster's name.")
        private String name;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "SERVER",
                description = "Only this server's faults, its links to the others included.")
        private String server;

        @Option(names = "--all", description = "All faults of the cluster.")
        private boolean all;

        @Spec
        private CommandSpec spec;

        Heal(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            if (all == (server != null)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "Name the server to heal, or say --all for the whole cluster");
            }
            Faults faults = clusters().faults();
            List<ActiveFault> healed = all ? faults.heal(name) : faults.heal(name, server);
            if (json) {
                console.json(healed);
            } else if (healed.isEmpty()) {
                console.out().println("No fault was in force in cluster '" + name + "'.");
            } else {
                healed.forEach(
                        fault -> console.out().println("Healed on " + fault.server() + ": " + fault.fault() + "."));
            }
            return 0;
        }
    }
}
