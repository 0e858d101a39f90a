package dev.muster.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.World;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code server memory-recommendation} and {@code server get-id}. */
class ServerCommandsTest {
    private final AdminTool tool = new AdminTool((World) null, Path.of("/nowhere"));

    @ParameterizedTest
    @CsvSource({"16g, 5g, 7g", "8G, 2560m, 3584m", "1g, 320m, 448m", "256g, 31g, 193g", "16777216k, 5g, 7g"})
    void dividesTheMemoryOfAMachine(String memory, String heap, String pages) {
        assertThat(tool.run("server", "memory-recommendation", "--memory=" + memory))
                .isZero();
        assertThat(tool.out().lines().filter(line -> !line.startsWith("#")))
                .containsExactly(
                        "server.memory.heap.initial_size=" + heap,
                        "server.memory.heap.max_size=" + heap,
                        "server.memory.pagecache.size=" + pages);
        assertThat(tool.out()).contains("HEAP_SIZE=" + heap + ".");
    }

    @Test
    void printsEnvironmentVariablesForContainers() {
        assertThat(tool.run("server", "memory-recommendation", "--memory=16g", "--docker"))
                .isZero();
        assertThat(tool.out()).endsWith("""
                        HEAP_SIZE='5g'
                        NEO4J_server_memory_heap_initial__size='5g'
                        NEO4J_server_memory_heap_max__size='5g'
                        NEO4J_server_memory_pagecache_size='7g'
                        """);
        assertThat(tool.run("server", "memory-recommendation"))
                .as("of this machine")
                .isZero();
        assertThat(tool.run("server", "memory-recommendation", "--memory=much")).isEqualTo(64);
        assertThat(tool.err()).contains("'much' is no size: write for instance 16g, 500m");
    }

    @Test
    void aServerThatWasNeverStartedHasNoId() {
        assertThat(tool.run("server", "get-id")).isEqualTo(1);
        assertThat(tool.err()).startsWith("the server has no id yet\nHINT: it gets one when it is started");
    }
}
