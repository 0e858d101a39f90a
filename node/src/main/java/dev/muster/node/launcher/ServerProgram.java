package dev.muster.node.launcher;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a server process is started: the words of the command line for a configuration file. */
@FunctionalInterface
public interface ServerProgram {
    /** The variable in which the launcher script looks for further options of the JVM. */
    String JAVA_OPTS = "JAVA_OPTS";

    /** The command; the last word but one of ours is {@code --conf}. */
    List<String> command(Path configuration);

    /** What is added to the environment of the server's process. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /**
     * The same program for servers that live for half a minute: the JVM's second compiler is left out, which on two
     * processors would take more time from such servers than its code gives back. The user's own {@code JAVA_OPTS} win.
     */
    default ServerProgram forShortLives() {
        ServerProgram program = this;
        Map<String, String> environment = new TreeMap<>(environment());
        String options = environment.getOrDefault(JAVA_OPTS, System.getenv().getOrDefault(JAVA_OPTS, ""));
        environment.put(JAVA_OPTS, ("-XX:TieredStopAtLevel=1 " + options).trim());
        return new ServerProgram() {
            @Override
            public List<String> command(Path configuration) {
                return program.command(configuration);
            }

            @Override
            public Map<String, String> environment() {
                return environment;
            }
        };
    }

    /** The launcher script that started this process, if it did; else this JVM with this class path. */
    static ServerProgram ofThisInstallation() {
        String script = System.getProperty("muster.launcher", "");
        if (!script.isEmpty()) {
            return configuration -> List.of(script, "server", "--conf", configuration.toString());
        }
        return ofThisClassPath("dev.muster.node.cli.Muster", "server");
    }

    /** This JVM with this class path and another main class. */
    static ServerProgram ofThisClassPath(String mainClass, String... words) {
        return configuration -> {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-XX:+UseSerialGC");
            command.add("-XX:TieredStopAtLevel=1");
            command.add("-Xmx512m");
            command.add("-ea");
            command.add("-Dmuster.log.level=INFO");
            command.add("--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED");
            command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
            if (Runtime.version().feature() >= 24) {
                command.add("--sun-misc-unsafe-memory-access=allow");
                command.add("--enable-native-access=ALL-UNNAMED");
            }
            command.add("-cp");
            command.add(absolute(System.getProperty("java.class.path")));
            command.add(mainClass);
            command.addAll(List.of(words));
            command.add("--conf");
            command.add(configuration.toString());
            return command;
        };
    }

    private static String absolute(String classPath) {
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                entries.add(Path.of(entry).toAbsolutePath().toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }
}
