package dev.muster.node.cli;

import dev.muster.node.config.ConfigFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings whose value is {@code $(command)}: where {@code --expand-commands} allows it, the command's output takes the value's
 * place. What is wrong is an {@link IllegalArgumentException} with one sentence.
 */
final class CommandValues {
    private static final Pattern COMMAND = Pattern.compile("\\$\\((.+)\\)");
    private static final int OUTPUT_BYTES_MAX = 64 * 1024;

    private CommandValues() {}

    /** The layer that was read from the file, with its commands replaced. */
    static ConfigFile expand(ConfigFile layer, Path file, boolean allowed) {
        List<ConfigFile.Entry> commands = layer.entries().stream()
                .filter(entry -> COMMAND.matcher(entry.value()).matches())
                .toList();
        if (commands.isEmpty()) {
            return layer;
        }
        if (!allowed) {
            throw wrong(layer, commands.get(0), "the value is a command: allow it with --expand-commands");
        }
        requireOwnerWrites(file);
        return new ConfigFile(
                layer.name(),
                layer.entries().stream().map(entry -> expanded(layer, entry)).toList());
    }

    /** Whoever may write the file would have his commands run by us. */
    private static void requireOwnerWrites(Path file) {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            Set<PosixFilePermission> permissions =
                    view == null ? Set.of() : view.readAttributes().permissions();
            if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new IllegalArgumentException(file
                        + ": commands in it are not run, since others than its owner may write it; run: chmod go-w '"
                        + file + "'");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the configuration cannot be read: " + e.getMessage(), e);
        }
    }

    private static ConfigFile.Entry expanded(ConfigFile layer, ConfigFile.Entry entry) {
        Matcher command = COMMAND.matcher(entry.value());
        return command.matches()
                ? new ConfigFile.Entry(entry.key(), output(layer, entry, command.group(1)), entry.line())
                : entry;
    }

    private static String output(ConfigFile layer, ConfigFile.Entry entry, String command) {
        Process process = null;
        try {
            process = new ProcessBuilder("sh", "-c", command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            byte[] printed = process.getInputStream().readNBytes(OUTPUT_BYTES_MAX);
            process.getInputStream().close();
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw wrong(layer, entry, "its command ended with exit code " + exitCode);
            }
            return new String(printed, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw wrong(layer, entry, "its command could not be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw wrong(layer, entry, "waiting for its command was interrupted");
        } finally {
            if (process != null) {
                process.destroy();
            }
        }
    }

    private static IllegalArgumentException wrong(ConfigFile layer, ConfigFile.Entry entry, String what) {
        return new IllegalArgumentException(layer.name() + ":" + entry.line() + ": '" + entry.key() + "': " + what);
    }
}
