package dev.muster.clustertests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A file system in memory with little space, mounted for one test; needs root. */
record SmallFileSystem(Path path) implements AutoCloseable {
    /** Mounts one below {@code directory}; where that is not possible the test is skipped and says why. */
    static SmallFileSystem mount(Path directory, int mebibytes) throws IOException, InterruptedException {
        Path path = Files.createDirectory(directory.resolve("small"));
        String said = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", path.toString());
        if (!said.isEmpty()) {
            System.out.println("skipped: no small file system can be mounted here: " + said);
        }
        Assumptions.assumeTrue(said.isEmpty(), "no small file system can be mounted here: " + said);
        return new SmallFileSystem(path);
    }

    /** What the program complained of; empty if it did what it should. */
    private static String run(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int exitCode = process.waitFor();
            return exitCode == 0 ? "" : output.isEmpty() ? "exit code " + exitCode : output;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        String said = run("umount", path.toString());
        if (!said.isEmpty()) {
            throw new IOException(path + " cannot be unmounted: " + said);
        }
    }
}
