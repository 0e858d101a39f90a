package dev.muster.backup.cli;

import dev.muster.backup.artifact.EncryptionKey;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the key of encrypted artifacts comes from; at most one place. */
final class EncryptionOptions {
    @ArgGroup(exclusive = true)
    private Place place = new Place();

    /** At most one of them. */
    private static final class Place {
        @Option(
                names = "--encryption-key-file",
                paramLabel = "<file>",
                description =
                        "Key of encrypted artifacts: 32 bytes as 64 hexadecimal digits or as base64, in a file that only"
                                + " its owner may read.")
        private Path file;

        @Option(
                names = "--encryption-key-command",
                paramLabel = "<command>",
                description = "A shell command that prints the key in the same form, instead of a file.")
        private String command;
    }

    /** The key, read now; null if none was named. Throws {@link dev.muster.backup.BackupException}. */
    EncryptionKey key() {
        if (place.file != null) {
            return KeySource.file(place.file);
        }
        return place.command == null ? null : KeySource.command(place.command);
    }
}
