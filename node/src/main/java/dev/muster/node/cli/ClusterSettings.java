package dev.muster.node.cli;

import dev.muster.node.config.ConfigException;
import dev.muster.node.config.ConfigFile;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.launcher.LauncherProblem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code --conf key=value} options of {@code cluster start}, checked before any server is started with them. */
final class ClusterSettings {
    private ClusterSettings() {}

    /** Throws {@link LauncherProblem#SETTING_INVALID} or {@link LauncherProblem#SETTINGS_REFUSED}. */
    static Map<String, String> parse(List<String> options) {
        Map<String, String> parsed = new LinkedHashMap<>();
        for (String option : options) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw LauncherProblem.SETTING_INVALID.with(option);
            }
            parsed.put(
                    option.substring(0, equals).trim(),
                    option.substring(equals + 1).trim());
        }
        try {
            ServerConfig.of(Path.of("").toAbsolutePath(), List.of(launchers(), ConfigFile.of("--conf", parsed)));
        } catch (ConfigException e) {
            throw LauncherProblem.SETTINGS_REFUSED.with(e.getMessage());
        }
        return parsed;
    }

    /** What the launcher sets on every server and a contradiction could be with. */
    private static ConfigFile launchers() {
        return ConfigFile.of(
                "launcher",
                Map.of(
                        "muster.server.name", "server01",
                        "server.default_listen_address", "127.0.0.1",
                        "server.default_advertised_address", "127.0.0.1",
                        "dbms.security.auth_enabled", "false"));
    }
}
