package dev.muster.node.cli;

import dev.muster.node.cli.console.Console;
import dev.muster.node.launcher.ClusterStatus;
import dev.muster.node.launcher.LocalClusters;
import dev.muster.node.launcher.Login;
import dev.muster.node.launcher.StartRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a new local cluster. */
@Command(
        description = {
            "Start servers as processes on free loopback ports.",
            "Returns when every server answers and every database has a leader everywhere; the cluster goes on until"
                    + " `muster cluster stop`. Authentication is off without --auth."
        })
final class ClusterStartCommand implements Callable<Integer> {
    @Mixin
    private StandardOptions standard;

    @Parameters(paramLabel = "NAME", description = "The cluster's name.")
    private String name;

    @Option(names = "--primaries", paramLabel = "N", defaultValue = "3", description = "Servers that vote (default 3).")
    private int primaries;

    @Option(
            names = "--secondaries",
            paramLabel = "M",
            defaultValue = "0",
            description = "Servers for secondaries only, beside them (at most 2).")
    private int secondaries;

    @Option(names = "--database", paramLabel = "D", description = "Create this database; may be repeated.")
    private List<String> databases = new ArrayList<>();

    @Option(
            names = "--load",
            paramLabel = "FILE|DIR",
            description = "Run a Cypher script in the first --database (else the default one), or each NAME.cypher of a"
                    + " directory in database NAME.")
    private Path load;

    @Option(names = "--dir", paramLabel = "DIR", description = "Keep the servers' files in this existing directory.")
    private Path directory;

    @Option(
            names = "--auth",
            paramLabel = "USER/PASSWORD",
            description = "Ask clients who they are; this is the first administrator.")
    private String auth;

    @Option(
            names = "--vocabulary",
            paramLabel = "V",
            defaultValue = "5",
            description = "Words of SHOW DATABASES: 5 (default), 4.0, 4.3, 4.4; 4 means 4.4.")
    private String vocabulary;

    @Option(names = "--conf", paramLabel = "KEY=VALUE", description = "A setting for every server; may be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--foreground", description = "Stay until Ctrl-C, then stop the cluster.")
    private boolean foreground;

    @Option(names = "--json", description = "Print the cluster as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Console console;

    ClusterStartCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        StartRequest request = request();
        LocalClusters clusters =
                LocalClusters.open(LocalClusters.defaultHome(), request.administrator(), console.progress());
        ClusterStatus status = clusters.start(request);
        if (json) {
            console.json(status);
        } else {
            ClusterReport.print(console.out(), status);
        }
        if (foreground) {
            stayUntilInterrupted(clusters);
        }
        return 0;
    }

    private StartRequest request() {
        if (primaries < 1 || primaries > 11) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Invalid value for option '--primaries': " + primaries + " is not in 1 to 11");
        }
        if (secondaries < 0 || secondaries > StartRequest.SECONDARIES_MAX) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--secondaries': " + secondaries + " is not in 0 to "
                            + StartRequest.SECONDARIES_MAX);
        }
        String generation = vocabulary.equals("4") ? "4.4" : vocabulary;
        if (!List.of("5", "4.0", "4.3", "4.4").contains(generation)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Invalid value for option '--vocabulary': '" + vocabulary + "'");
        }
        return new StartRequest(
                name,
                primaries,
                secondaries,
                directory,
                databases,
                load,
                generation,
                ClusterSettings.parse(settings),
                auth == null ? Login.NONE : Login.parse(auth));
    }

    private void stayUntilInterrupted(LocalClusters clusters) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clusters.stop(name), "stop " + name));
        console.err().println("Cluster '" + name + "' runs; Ctrl-C stops it.");
        new CountDownLatch(1).await();
    }
}
