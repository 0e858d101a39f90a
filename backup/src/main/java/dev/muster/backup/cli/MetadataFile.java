package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.restore.RestoreReport;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** The script that a restore leaves for the users and roles of the database (facts B.2). Nothing ever runs it by itself. */
final class MetadataFile {
    private MetadataFile() {}

    /** Writes it below the directory of scripts, for its owner only, since hashed passwords are in it. Throws SCRIPT_FAILED. */
    static Path write(Disk disk, Path scripts, RestoreReport report) {
        Path file = scripts.resolve(report.database()).resolve("restore_metadata.cypher");
        try {
            disk.createDirectories(file.getParent());
            disk.replace(file, report.metadata().script().getBytes(StandardCharsets.UTF_8));
            if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            return file;
        } catch (IOException e) {
            throw BackupError.SCRIPT_FAILED.because(e, report.database(), file, e.getMessage());
        }
    }

    /** How it is run. */
    static String hint(Path file, String database) {
        return "Users and roles are in " + file + ". To bring them back, run it on system:\n    cat " + file
                + " | muster shell -d system --param \"database => '" + database + "'\"\n";
    }
}
