package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.EncryptionKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Reads keys from files and from what commands print. What is read is never shown, not even if it is no key. */
final class KeySource {
    /** No key is longer, however it is written. */
    private static final int BYTES_MAX = 256;

    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private KeySource() {}

    /** The key in a file. Throws {@link BackupException}. */
    static EncryptionKey file(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw bad(Files.exists(file) ? "'" + file + "' is no file" : "there is no file '" + file + "'");
            }
            requireOwnersOnly(file);
            try (InputStream content = Files.newInputStream(file)) {
                return parse(content, "in '" + file + "'");
            }
        } catch (IOException e) {
            throw BackupError.BAD_KEY.because(e, "'" + file + "' cannot be read: " + e.getMessage());
        }
    }

    private static void requireOwnersOnly(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return; // a file system without owners
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
            throw bad("others than its owner may read or write '" + file + "' ("
                    + PosixFilePermissions.toString(permissions) + "); run: chmod 600 '" + file + "'");
        }
    }

    /** The key that a shell command prints on stdout; its stderr goes where ours goes. Throws {@link BackupException}. */
    static EncryptionKey command(String command) {
        Process process = null;
        try {
            process = new ProcessBuilder("sh", "-c", command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            byte[] printed = process.getInputStream().readNBytes(BYTES_MAX + 1);
            process.getInputStream().close(); // one that goes on printing is told so, and ends
            int exitCode = process.waitFor();
            if (exitCode != 0 && printed.length <= BYTES_MAX) {
                throw bad("the command for it ended with exit code " + exitCode);
            }
            return parse(printed, "in what the command for it printed");
        } catch (IOException e) {
            throw BackupError.BAD_KEY.because(e, "the command for it could not be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BackupError.BAD_KEY.because(e, "waiting for the command for it was interrupted");
        } finally {
            if (process != null) {
                process.destroy();
            }
        }
    }

    private static EncryptionKey parse(InputStream content, String where) throws IOException {
        return parse(content.readNBytes(BYTES_MAX + 1), where);
    }

    private static EncryptionKey parse(byte[] content, String where) {
        if (content.length > BYTES_MAX) {
            throw bad(where + " there are more than " + BYTES_MAX + " bytes");
        }
        try {
            return EncryptionKey.parse(new String(content, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw bad(where + " " + e.getMessage());
        }
    }

    private static BackupException bad(String why) {
        return BackupError.BAD_KEY.with(why);
    }
}
