package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is handed to users, as the build lays it out. */
class DistributionIT {
    /** {@code dist/bin/muster}; set by the build. */
    private static final Path DIST =
            Path.of(System.getProperty("muster.launcher")).getParent().getParent();

    @Test
    void everyJarIsInTheBillOfMaterials() throws IOException {
        Set<String> jars;
        try (Stream<Path> files = Files.list(DIST.resolve("lib"))) {
            jars = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        JsonNode bill =
                new ObjectMapper().readTree(DIST.resolve("muster.cdx.json").toFile());
        Set<String> named = new TreeSet<>(Set.of("muster.jar"));
        bill.get("components")
                .forEach(component -> named.add(component.get("name").asText() + "-"
                        + component.get("version").asText() + ".jar"));

        assertThat(jars).hasSizeGreaterThan(20);
        assertThat(named).containsAll(jars);
    }
}
