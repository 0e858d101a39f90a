package dev.muster.node.cli;

import dev.muster.node.cli.console.Console;
import dev.muster.node.launcher.ClusterStatus;
import dev.muster.node.launcher.LocalClusters;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Growing and shrinking a local cluster that runs. */
final class ClusterGrowthCommands {
    private ClusterGrowthCommands() {}

    @Command(
            description = {
                "Start one server more; returns when it has joined the cluster and is enabled.",
                "New databases and topologies may be placed on it from then on; REALLOCATE DATABASES moves existing ones."
            })
    static final class Add extends ClusterCommands.Asking {
        Add(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            LocalClusters clusters = clusters();
            String server = clusters.add(name);
            ClusterStatus status = clusters.status(name);
            if (json) {
                console.json(status.server(server));
            } else {
                console.out()
                        .println("Server '" + server + "' has joined cluster '" + name + "' and is enabled: bolt "
                                + status.server(server).bolt() + ".");
            }
            return 0;
        }
    }

    @Command(
            description = {
                "Move all databases off a server, take it out of the cluster, end it and remove its files.",
                "The server may be down already. Refused if too few servers would be left for the databases."
            })
    static final class Remove extends ClusterCommands.Asking {
        @Parameters(index = "1", paramLabel = "SERVER", description = "The server's name.")
        private String server;

        Remove(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            clusters().remove(name, server);
            done(
                    "Server '" + server + "' has left cluster '" + name + "' and is gone.",
                    Map.of("name", name, "server", server, "state", "removed"));
            return 0;
        }
    }
}
