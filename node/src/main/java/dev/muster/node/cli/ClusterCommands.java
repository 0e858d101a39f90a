package dev.muster.node.cli;

import dev.muster.backup.cli.TextTable;
import dev.muster.node.cli.console.Console;
import dev.muster.node.launcher.ClusterStatus;
import dev.muster.node.launcher.LocalClusters;
import dev.muster.node.launcher.Login;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What can be done with a local cluster that exists. */
final class ClusterCommands {
    private ClusterCommands() {}

    /** What all of them have: the console, {@code --json}, and access to the clusters. */
    abstract static class Base implements Callable<Integer> {
        @Mixin
        private StandardOptions standard;

        @Option(names = "--json", description = "Print the result as one JSON document.")
        boolean json;

        final Console console;

        Base(Console console) {
            this.console = console;
        }

        LocalClusters clusters() {
            return LocalClusters.open(LocalClusters.defaultHome(), console.progress());
        }

        /** Says what was done, in one line or as JSON. */
        void done(String line, Object document) {
            if (json) {
                console.json(document);
            } else {
                console.out().println(line);
            }
        }
    }

    /** Those of them that are about one cluster. */
    abstract static class OfOne extends Base {
        @Parameters(paramLabel = "NAME", description = "The cluster's name.")
        String name;

        OfOne(Console console) {
            super(console);
        }
    }

    /** Those of them that ask a cluster's databases something, as somebody if the cluster wants to know who asks. */
    abstract static class Asking extends OfOne {
        @Option(
                names = {"-u", "--username"},
                paramLabel = "USER",
                description = "Log in as this user, if the cluster was started with --auth; default $$NEO4J_USERNAME.")
        private String user;

        @Option(
                names = {"-p", "--password"},
                paramLabel = "PASSWORD",
                description = "The user's password; default $$NEO4J_PASSWORD.")
        private String password;

        Asking(Console console) {
            super(console);
        }

        @Override
        LocalClusters clusters() {
            Login login = new Login(given(user, "NEO4J_USERNAME"), given(password, "NEO4J_PASSWORD"));
            return LocalClusters.open(LocalClusters.defaultHome(), login, console.progress());
        }

        private static String given(String option, String variable) {
            return option != null ? option : System.getenv().getOrDefault(variable, "");
        }
    }

    @Command(description = "List the clusters of this user.")
    static final class ListAll extends Base {
        ListAll(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            List<LocalClusters.Summary> all = clusters().list();
            if (json) {
                console.json(all);
                return 0;
            }
            if (all.isEmpty()) {
                console.out().println("There are no clusters; `muster cluster start NAME` makes one.");
                return 0;
            }
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("CLUSTER", "RUNNING", "DIRECTORY"));
            for (LocalClusters.Summary cluster : all) {
                boolean readable = cluster.problem().isEmpty();
                rows.add(List.of(
                        cluster.name(),
                        readable ? cluster.running() + " of " + cluster.servers() : "?",
                        readable ? cluster.directory() : cluster.problem()));
            }
            TextTable.print(console.out(), rows);
            return 0;
        }
    }

    @Command(description = "Show a cluster's servers and databases as they are now.")
    static final class Status extends Asking {
        @Spec
        private CommandSpec spec;

        @Option(names = "--watch", description = "Show every copy of every database as it changes, until Ctrl-C.")
        private boolean watch;

        Status(Console console) {
            super(console);
        }

        @Override
        public Integer call() throws InterruptedException {
            if (watch) {
                if (json) {
                    throw new ParameterException(
                            spec.commandLine(), "--watch and --json exclude each other; GET /cluster gives JSON");
                }
                LocalClusters clusters = clusters();
                clusters.recorded(name);
                ClusterWatch.run(console, () -> clusters.report(name));
            }
            ClusterStatus status = clusters().status(name);
            if (json) {
                console.json(status);
            } else {
                ClusterReport.print(console.out(), status);
            }
            return 0;
        }
    }

    @Command(description = "End a cluster's servers; their files stay.")
    static final class Stop extends OfOne {
        Stop(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            clusters().stop(name);
            done("Cluster '" + name + "' is stopped.", Map.of("name", name, "state", "stopped"));
            return 0;
        }
    }

    @Command(description = "Stop what runs of a cluster and start all its servers again, on the same ports.")
    static final class Restart extends Asking {
        Restart(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            ClusterStatus status = clusters().restart(name);
            if (json) {
                console.json(status);
            } else {
                ClusterReport.print(console.out(), status);
            }
            return 0;
        }
    }

    @Command(description = "End a cluster's servers and remove all their files.")
    static final class Destroy extends OfOne {
        Destroy(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            clusters().destroy(name);
            done("Cluster '" + name + "' is gone.", Map.of("name", name, "state", "destroyed"));
            return 0;
        }
    }

    @Command(description = "Print shell variables: eval \"$(muster cluster env NAME)\".")
    static final class Env extends OfOne {
        Env(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            Map<String, String> variables = clusters().environment(name);
            if (json) {
                console.json(variables);
            } else {
                variables.forEach(
                        (variable, value) -> console.out().println("export " + variable + "='" + value + "'"));
            }
            return 0;
        }
    }
}
