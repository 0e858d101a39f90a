package dev.muster.node.launcher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One process that was started as a server. The pid alone could have been given to another program since, so a process
 * counts as the server's only if it also started at the remembered moment; signals are sent to nothing else.
 */
record ServerProcess(long pid, long startedAtMillis) {
    /** The kernel's start times are shown to us with the boot time added, which may shift by this much. */
    private static final long START_TOLERANCE_MILLIS = 2_000;

    /** What a process is doing. */
    enum State {
        RUNNING,
        PAUSED,
        GONE
    }

    /**
     * Starts a program that outlives this one and its terminal: in a session of its own, output appended to a file, no
     * input.
     */
    static ServerProcess spawn(List<String> command, Map<String, String> environment, Path directory, Path output) {
        ProcessBuilder builder = new ProcessBuilder(detached(command));
        builder.directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        try {
            Process process = builder.start();
            long startedAt =
                    process.info().startInstant().map(Instant::toEpochMilli).orElseGet(System::currentTimeMillis);
            return new ServerProcess(process.pid(), startedAt);
        } catch (IOException e) {
            throw LauncherProblem.CANNOT_SPAWN.with(e.getMessage());
        }
    }

    /** {@code setsid} and {@code nohup} replace themselves by the program, so its pid is the one that was started. */
    private static List<String> detached(List<String> command) {
        List<String> words = new ArrayList<>();
        if (isOnPath("setsid")) {
            words.add("setsid");
        } else if (isOnPath("nohup")) {
            words.add("nohup");
        }
        words.addAll(command);
        return words;
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        for (String directory : path.split(File.pathSeparator, -1)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    State state() {
        Optional<ProcessHandle> handle = handle();
        if (handle.isEmpty()) {
            return State.GONE;
        }
        char letter = stateLetter();
        if (letter == 'X' || (letter == 'Z' && !hasThreadsLeft())) {
            return State.GONE;
        }
        return letter == 'T' || letter == 't' ? State.PAUSED : State.RUNNING;
    }

    boolean isGone() {
        return state() == State.GONE;
    }

    /** Asks the process to end (SIGTERM); it may take its time. */
    void terminate() {
        handle().ifPresent(ProcessHandle::destroy);
    }

    /** Ends the process at once (SIGKILL). */
    void kill() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Freezes the process (SIGSTOP). */
    void pause() {
        signal("-STOP");
    }

    /** Lets a frozen process go on (SIGCONT). */
    void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        if (handle().isEmpty()) {
            return;
        }
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            if (kill.waitFor() != 0) {
                throw LauncherProblem.FILES_FAILED.with("kill " + signal + " " + pid, said);
            }
        } catch (IOException e) {
            throw LauncherProblem.FILES_FAILED.with("kill " + signal + " " + pid, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The live process, if it is still the one that was started. */
    private Optional<ProcessHandle> handle() {
        if (pid <= 0) {
            return Optional.empty();
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> handle.info()
                        .startInstant()
                        .map(start -> Math.abs(start.toEpochMilli() - startedAtMillis) <= START_TOLERANCE_MILLIS)
                        .orElse(false));
    }

    /** A process whose first thread has ended keeps its ports until its last thread has. */
    private boolean hasThreadsLeft() {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.count() > 1;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** The state as the kernel names it: from /proc where there is one, else from ps. '?' if it cannot be told. */
    private char stateLetter() {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            if (Files.exists(stat)) {
                String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
                return line.charAt(line.lastIndexOf(')') + 2);
            }
            if (Files.isDirectory(Path.of("/proc/self"))) {
                return 'X';
            }
            Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", Long.toString(pid)).start();
            String said = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            return said.isEmpty() ? 'X' : said.charAt(0);
        } catch (IOException e) {
            // It may have ended between the look and the reading.
            return Files.isDirectory(Path.of("/proc/self")) && !Files.exists(stat) ? 'X' : '?';
        }
    }
}
