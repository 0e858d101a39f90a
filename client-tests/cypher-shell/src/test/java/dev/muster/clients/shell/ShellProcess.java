package dev.muster.clients.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * {@code cypher-shell}, or {@code muster shell}, at a terminal: {@code script} gives it one, since it shows prompts nowhere else. Its answers
 * come without colours.
 */
final class ShellProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CTRL_C = 3;
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;?]*[A-Za-z]");
    private static final Pattern PROMPT = Pattern.compile("(?:^|\n)(\\S+@\\S+[>#] )$");

    private final Process process;
    /** Whether it shows what it reads by itself, on a terminal that can do nothing and does not. */
    private final boolean echoes;

    private final StringBuffer shown = new StringBuffer();
    private String prompt = "";

    /** What was shown after a command, and the prompt that followed. */
    record Answer(String text, String prompt) {}

    private ShellProcess(Process process, boolean echoes) {
        this.process = process;
        this.echoes = echoes;
        Thread reader = new Thread(this::read, "shell output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Whether this machine can give a program a terminal. */
    static boolean canStart() {
        return Files.isExecutable(Path.of("/usr/bin/script"));
    }

    /** Starts the real one against that address, on {@code system}, and waits for its first prompt. */
    static ShellProcess start(String uri) throws IOException {
        Path jars = Path.of(System.getProperty("muster.cypher-shell"));
        assertThat(jars).as("the shell's own module lays it out").isDirectoryContaining("glob:**/cypher-shell-*.jar");
        return launch("-cp '" + jars + "/*' org.neo4j.shell.Main -a " + uri, true);
    }

    /** Starts ours in the same way; {@code home} is where its history goes. */
    static ShellProcess startOurs(String uri, Path home) throws IOException {
        return launch(
                "-Duser.home='" + home + "' -cp '" + System.getProperty("java.class.path")
                        + "' dev.muster.node.cli.Muster shell -a " + uri,
                false);
    }

    private static ShellProcess launch(String program, boolean echoes) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // The shell shows what it reads by itself; between two commands the terminal would as well. A build that runs
        // in
        // the background ignores Ctrl-C, and so would all that it starts.
        String command = "stty cols 1000 rows 50 -echo; exec env --default-signal=INT " + java
                + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 " + program + " -u neo4j -p unused -d system";
        ProcessBuilder builder =
                new ProcessBuilder("/usr/bin/script", "-qefc", command, "/dev/null").redirectErrorStream(true);
        builder.environment().put("TERM", "dumb");
        ShellProcess shell = new ShellProcess(builder.start(), echoes);
        shell.awaitPrompt();
        return shell;
    }

    /** The prompt it waits at. */
    String prompt() {
        return prompt;
    }

    /** Types a line and waits for the next prompt. */
    Answer type(String line) throws IOException {
        shown.setLength(0);
        send(line);
        String text = awaitPrompt();
        int echoed = echoes ? line.length() + 1 : 0;
        if (echoes) {
            assertThat(text).as("the echo of what was typed").startsWith(line + "\n");
        }
        return new Answer(text.substring(echoed, text.length() - prompt.length()), prompt);
    }

    /** Types a line that does not end by itself, and Ctrl-C once it is {@code running}; waits for the next prompt. */
    Answer interrupt(String line, Callable<Boolean> running) throws IOException {
        shown.setLength(0);
        send(line);
        Awaitility.await("it runs").atMost(PATIENCE).until(running);
        process.getOutputStream().write(CTRL_C);
        process.getOutputStream().flush();
        String text = awaitPrompt();
        return new Answer(text, prompt);
    }

    /** Types the line that ends it; its exit code. */
    int exit() throws IOException, InterruptedException {
        send(":exit");
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private void send(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    private String awaitPrompt() {
        Awaitility.await("a prompt")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .failFast(() -> assertThat(process.isAlive())
                        .as("runs on after: %s", text())
                        .isTrue())
                .until(() -> PROMPT.matcher(text()).find());
        Matcher matcher = PROMPT.matcher(text());
        assertThat(matcher.find()).isTrue();
        prompt = matcher.group(1);
        return text();
    }

    private String text() {
        return COLOUR.matcher(shown).replaceAll("").replace("\r", "");
    }

    private void read() {
        byte[] buffer = new byte[8192];
        try (InputStream out = process.getInputStream()) {
            for (int count = out.read(buffer); count >= 0; count = out.read(buffer)) {
                shown.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            shown.append("\n(").append(e).append(")");
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
