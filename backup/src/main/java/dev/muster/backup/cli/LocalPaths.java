package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import java.nio.file.Path;

/** Paths of options that elsewhere may be addresses of object stores. */
final class LocalPaths {
    private LocalPaths() {}

    /**
     * The path. Throws {@link dev.muster.backup.BackupException} if it is an address.
     *
     * @param what is wanted instead
     */
    static Path of(String option, String value, String what) {
        if (value.matches("[a-z0-9]{2,}://.*")) {
            throw BackupError.NOT_SUPPORTED.with(option + "=" + value + "; name a local " + what);
        }
        return Path.of(value);
    }
}
