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
 *
 * @param startedAtMillis after the boot of the machine, where {@code /proc} tells, since nothing that is done to its clock changes
 *     that; else on the wall clock
 */
record ServerProcess(long pid, long startedAtMillis) {
    /** The time of the boot, which is part of starts on the wall clock, may shift by this much. */
    private static final long START_TOLERANCE_MILLIS = 2_000;
    /** What the kernel counts starts in. */
    private static final long TICK_MILLIS = 10;
    /** Where the start stands in {@code stat}, behind the name of the program: proc(5), field 22. */
    private static final int START_FIELD = 22 - 3;

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
            return new ServerProcess(
                    process.pid(),
                    sinceBoot(process.pid())
                            .or(() -> process.info().startInstant().map(Instant::toEpochMilli))
                            .orElseGet(System::currentTimeMillis));
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
                .filter(handle -> sinceBoot(pid)
                        .map(start -> start == startedAtMillis)
                        .or(() -> handle.info().startInstant().map(this::isStart))
                        .orElse(false));
    }

    private boolean isStart(Instant start) {
        return Math.abs(start.toEpochMilli() - startedAtMillis) <= START_TOLERANCE_MILLIS;
    }

    /** When a process started, counted from the boot of the machine; empty if there is no such process, or no {@code /proc}. */
    static Optional<Long> sinceBoot(long pid) {
        try {
            String line = Files.readString(stat(pid), StandardCharsets.ISO_8859_1);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(Long.parseLong(fields[START_FIELD]) * TICK_MILLIS);
        } catch (IOException noSuchFile) {
            return Optional.empty();
        }
    }

    private static Path stat(long pid) {
        return Path.of("/proc", Long.toString(pid), "stat");
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
        Path stat = stat(pid);
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
