package dev.muster.backup.s3;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** Adobe's S3Mock as a process, on a free port; laid out by the build before integration tests. */
final class S3Server implements AutoCloseable {
    private static final Path PROGRAM = Path.of("target", "s3-server", "s3mock.jar");
    private static final Pattern PORT = Pattern.compile("Tomcat started on ports .*?(\\d+) \\(http\\)");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Process process;
    private final String endpoint;

    private S3Server(Process process, String endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static S3Server start(Path directory) throws IOException {
        Path log = directory.resolve("s3mock.log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + directory,
                        "-jar",
                        PROGRAM.toAbsolutePath().toString(),
                        "--server.port=0",
                        "--com.adobe.testing.s3mock.httpPort=0"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int port = Awaitility.await("the port in " + log)
                .atMost(PATIENCE)
                .until(() -> port(process, log), found -> found > 0);
        return new S3Server(process, "http://127.0.0.1:" + port);
    }

    private static int port(Process process, Path log) throws IOException {
        String text = Files.exists(log) ? Files.readString(log) : "";
        if (!process.isAlive()) {
            throw new IOException("the S3 server ended: " + text);
        }
        Matcher matcher = PORT.matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    void createBucket(String name) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(endpoint + "/" + name).toURL().openConnection();
        connection.setRequestMethod("PUT");
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("bucket " + name + ": " + connection.getResponseCode());
        }
    }

    /** What a tool that uses the server has in its environment. */
    Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_S3", endpoint, "AWS_ACCESS_KEY_ID", "somebody", "AWS_SECRET_ACCESS_KEY", "secret");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
