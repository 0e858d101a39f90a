package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A {@code muster} command as a process in a session of its own, as if typed at a terminal: Ctrl-C reaches it and whatever
 * it started in the foreground. Its clusters and temporary files are below one directory.
 */
final class CommandProcess implements AutoCloseable {
    /** Bit of SIGINT in the masks of /proc. */
    private static final long INTERRUPT = 1L << (2 - 1);

    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final Path out;
    private final Path err;

    private CommandProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts a command with nothing to read. */
    static CommandProcess start(Path directory, String... words) throws IOException {
        return startWithInput(directory, "", words);
    }

    /** Starts a command that finds {@code input} on its standard input. */
    static CommandProcess startWithInput(Path directory, String input, String... words) throws IOException {
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        Path in = Files.writeString(Files.createTempFile(directory, "in", ""), input);
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        List<String> command = new ArrayList<>(List.of("setsid"));
        if (isIgnored(ProcessHandle.current().pid())) {
            // A shell without job control lets what it puts into the background ignore Ctrl-C, and that is inherited.
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.addAll(program());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("MUSTER_HOME", directory.resolve("home").toString());
        builder.environment().merge("JAVA_OPTS", "-Djava.io.tmpdir=" + temporary, (ours, more) -> ours + " " + more);
        return new CommandProcess(builder.start(), out, err);
    }

    /** The distribution's script where there is one, as for users; else this JVM with this class path. */
    private static List<String> program() {
        String script = System.getProperty("muster.launcher", "");
        if (!script.isEmpty()) {
            return List.of(script);
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                "sh",
                "-c",
                "exec \"$0\" $JAVA_OPTS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \"$@\"",
                java,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.muster.node.cli.Muster");
    }

    /** Runs a command to its end. */
    static Cluster.Outcome run(Path directory, String... words) throws Exception {
        try (CommandProcess command = start(directory, words)) {
            return command.outcome();
        }
    }

    /** What Ctrl-C does: SIGINT to the whole group of processes. */
    void interrupt() throws Exception {
        assertThat(isIgnored(process.pid())).as("SIGINT is ignored").isFalse();
        signal("-INT");
    }

    /** Stops the command where it is, sends it SIGINT, and lets it go on: nothing happens between look and signal. */
    void freezeAndInterrupt() throws Exception {
        signal("-STOP");
        interrupt();
        signal("-CONT");
    }

    private void signal(String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", signal, "--", "-" + process.pid())
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    private static boolean isIgnored(long pid) throws IOException {
        String mask = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(mask, 16) & INTERRUPT) != 0;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    /** Waits for the end. */
    Cluster.Outcome outcome() throws Exception {
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(ended)
                .as("the command ends; it has said: %s", Files.readString(err))
                .isTrue();
        return new Cluster.Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
