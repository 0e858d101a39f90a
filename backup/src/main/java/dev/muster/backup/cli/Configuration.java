package dev.muster.backup.cli;

import dev.muster.backup.BackupError;

/** Asks for the server's configuration and gives its complaints our form. */
final class Configuration {
    private Configuration() {}

    static ServerDirectories resolve(AdminCommandLine.Context context, CommonOptions common) {
        try {
            return context.directories().resolve(common.additionalConfig, common.expandCommands);
        } catch (IllegalArgumentException e) {
            throw BackupError.BAD_CONFIGURATION.because(e, e.getMessage());
        }
    }
}
