package dev.muster.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    Path directory;

    @Test
    void aLineIsKeyAndValueAndCommentsAndBlankLinesDoNotCount() {
        ConfigFile file = ConfigFile.parse("muster.conf", """
                # a comment

                  dbms.max_databases = 7
                db.tx_log.rotation.retention_policy=2 days 2G
                muster.cluster.initial_members=
                server.memory.x=a=b
                """);

        assertThat(file.entries())
                .containsExactly(
                        new ConfigFile.Entry("dbms.max_databases", "7", 3),
                        new ConfigFile.Entry("db.tx_log.rotation.retention_policy", "2 days 2G", 4),
                        new ConfigFile.Entry("muster.cluster.initial_members", "", 5),
                        new ConfigFile.Entry("server.memory.x", "a=b", 6));
    }

    @Test
    void everyLineThatIsNoSettingIsNamed() {
        assertThatThrownBy(() -> ConfigFile.parse("muster.conf", "dbms.max_databases 7\n=x\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("""
                        muster.conf:1: not a setting: 'dbms.max_databases 7'
                        HINT: write settings as key=value and comments with # at the start of a line
                        muster.conf:2: not a setting: '=x'
                        HINT: write settings as key=value and comments with # at the start of a line""");
    }

    @Test
    void aKeySetTwiceIsAnErrorExceptForTheJvmsOptions() {
        assertThatThrownBy(() -> ConfigFile.parse("muster.conf", "dbms.max_databases=7\ndbms.max_databases=7\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("muster.conf:2: 'dbms.max_databases' was already set on line 1\n");

        assertThat(ConfigFile.parse("muster.conf", "server.jvm.additional=-a\nserver.jvm.additional=-b\n")
                        .entries())
                .hasSize(2);
    }

    @Test
    void aFileIsReadThroughTheDisk() throws IOException {
        Path file = directory.resolve("muster.conf");
        Files.writeString(file, "muster.server.name=größe\n");
        World world = RealWorld.open("config");
        try {
            assertThat(ConfigFile.read(world.disk(), file).entries())
                    .containsExactly(new ConfigFile.Entry("muster.server.name", "größe", 1));
            assertThatThrownBy(() -> ConfigFile.read(world.disk(), directory.resolve("none")))
                    .isInstanceOf(NoSuchFileException.class);
        } finally {
            RealWorld.close(world);
        }
    }
}
