package dev.muster.node.cli;

import dev.muster.node.config.ConfigException;
import dev.muster.node.config.ConfigFile;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.config.Settings;
import dev.muster.node.server.MusterServer;
import dev.muster.node.server.ServerError;
import dev.muster.node.server.ServerProcessFile;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one server in the foreground, until it is told to stop (SIGTERM, Ctrl-C) or cannot go on. */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        description = "Runs one server in the foreground; SIGTERM or Ctrl-C stops it in order.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped in order",
            "1:did not start, or could not go on; one sentence on standard error says why",
            "64:wrong options"
        })
public final class ServerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--conf",
            required = true,
            paramLabel = "FILE",
            description = "The server's settings, in neo4j.conf syntax.")
    private Path conf;

    @Option(
            names = {"-c", "--set"},
            paramLabel = "key=value",
            description = "A setting that overrides the file's. May be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--settings", help = true, description = "Lists all settings with their defaults, and exits.")
    private boolean listSettings;

    @Override
    public Integer call() {
        if (listSettings) {
            spec.commandLine().getOut().println(Settings.describe());
            spec.commandLine().getOut().flush();
            return 0;
        }
        PrintWriter err = spec.commandLine().getErr();
        World world = RealWorld.open("muster");
        try {
            return run(world, readConfig(world));
        } catch (ConfigException | ServerError.Refusal e) {
            err.println("muster server: " + e.getMessage());
            return 1;
        } catch (NoSuchFileException e) {
            err.println("muster server: there is no configuration file " + conf);
            return 1;
        } catch (IOException e) {
            err.println("muster server: " + unreadable(e));
            return 1;
        } finally {
            RealWorld.close(world);
        }
    }

    /** The system's own words name the file already, most of the time. */
    private String unreadable(IOException e) {
        String reason = String.valueOf(e.getMessage());
        return (reason.startsWith(conf + ": ") ? reason : conf + ": " + reason) + " (it cannot be read)";
    }

    private ServerConfig readConfig(World world) throws IOException {
        List<ConfigFile> layers = new ArrayList<>();
        layers.add(ConfigFile.read(world.disk(), conf));
        layers.add(ConfigFile.of("command line", overrides));
        Path directory = conf.toAbsolutePath().normalize().getParent();
        boolean inConf = directory.getFileName() != null
                && directory.getFileName().toString().equals("conf");
        return ServerConfig.of(inConf ? directory.getParent() : directory, layers);
    }

    private static int run(World world, ServerConfig config) throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<Throwable> fatal = new AtomicReference<>();
        Thread onSignal = new Thread(() -> stop(end, ended), "stop");
        MusterServer server = MusterServer.start(config, world, failure -> {
            fatal.set(failure);
            end.countDown();
        });
        Runtime.getRuntime().addShutdownHook(onSignal);
        try (server) {
            ServerProcessFile.write(world.disk(), server);
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ServerProcessFile.remove(world.disk(), config);
            ended.countDown();
        }
        return fatal.get() == null ? 0 : 1;
    }

    /** Runs when the process is told to end: lets the server stop in order, but not for ever. */
    private static void stop(CountDownLatch end, CountDownLatch ended) {
        end.countDown();
        try {
            if (!ended.await(30, java.util.concurrent.TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(1);
            }
            Runtime.getRuntime().halt(0);
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(1);
        }
    }
}
