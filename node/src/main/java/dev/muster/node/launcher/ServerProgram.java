package dev.muster.node.launcher;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a server process is started: the words of the command line for a configuration file. */
@FunctionalInterface
public interface ServerProgram {
    /** The command; the last word but one of ours is {@code --conf}. */
    List<String> command(Path configuration);

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
