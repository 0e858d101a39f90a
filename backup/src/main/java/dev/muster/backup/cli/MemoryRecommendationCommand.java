package dev.muster.backup.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code server memory-recommendation}: how to divide a machine's memory (facts B.6). */
@Command(
        name = "memory-recommendation",
        description = "Recommends sizes for a machine that only runs one server.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class MemoryRecommendationCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--memory",
            paramLabel = "<size>",
            converter = SizeConverter.class,
            description = "The memory to divide: digits and k, m or g. Default: this machine's.")
    private Long memory;

    @Option(names = "--docker", description = "Prints environment variables instead of settings.")
    private boolean docker;

    @Option(names = "--json", description = "Prints JSON on stdout, and nothing else there.")
    private boolean json;

    MemoryRecommendationCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, json, this::run);
    }

    private int run() {
        long bytes = memory == null
                ? ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getTotalMemorySize()
                : memory;
        MemoryRecommendation recommended = MemoryRecommendation.of(bytes);
        if (json) {
            printJson(bytes, recommended);
        } else {
            print(bytes, recommended);
        }
        return ExitCodes.OK;
    }

    private void printJson(long bytes, MemoryRecommendation recommended) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("memoryBytes", bytes);
        document.put("heapBytes", recommended.heapBytes());
        document.put("pageCacheBytes", recommended.pageCacheBytes());
        document.put("systemBytes", recommended.systemBytes());
        context.out().println(Json.of(document));
    }

    private void print(long bytes, MemoryRecommendation recommended) {
        String heap = MemoryRecommendation.text(recommended.heapBytes());
        String pages = MemoryRecommendation.text(recommended.pageCacheBytes());
        context.out()
                .println("# For a machine of " + Bytes.text(bytes) + " that only runs this server; "
                        + Bytes.text(recommended.systemBytes()) + " stay with the operating system.");
        context.out()
                .println("# A server's heap is set by the environment variable HEAP_SIZE=" + heap
                        + ". The settings below are");
        context.out()
                .println(
                        "# accepted and have no effect: stores are kept in the operating system's cache, which needs no setting.");
        if (docker) {
            context.out().println("HEAP_SIZE='" + heap + "'");
            context.out().println("NEO4J_server_memory_heap_initial__size='" + heap + "'");
            context.out().println("NEO4J_server_memory_heap_max__size='" + heap + "'");
            context.out().println("NEO4J_server_memory_pagecache_size='" + pages + "'");
        } else {
            context.out().println("server.memory.heap.initial_size=" + heap);
            context.out().println("server.memory.heap.max_size=" + heap);
            context.out().println("server.memory.pagecache.size=" + pages);
        }
    }

    /** Reads {@code --memory}. */
    static final class SizeConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            try {
                return MemoryRecommendation.parse(value);
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
