package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The image and the compose project, with a real container engine; skipped, visibly, where none can be had.
 *
 * <p>Testcontainers takes its engine from the environment only, and the engine is found by asking; so what uses
 * Testcontainers is {@link ContainerScenario}, a program that runs with that environment.
 */
@Order(1) // the longest, and mostly waiting
class ContainersIT {
    private static final int SCENARIO_SECONDS_MAX = 600;

    private static Path root;
    private static ContainerEngine engine;

    @BeforeAll
    static void findAnEngine() throws IOException, InterruptedException {
        root = projectRoot();
        ContainerEngine.Search search = ContainerEngine.find(root);
        if (search.engine().isEmpty()) {
            boolean required = "1".equals(System.getenv("REQUIRE_CONTAINERS"));
            System.out.println("CONTAINER-TESTS: " + (required ? "FAILED" : "SKIPPED") + " (" + search.reason() + ")");
            assertThat(required).as(search.reason()).isFalse();
            assumeTrue(false, search.reason());
        }
        engine = search.engine().orElseThrow();
        assertThat(root.resolve("dist/lib/muster.jar"))
                .as("the image is made of the distribution, which 'package' builds")
                .exists();
    }

    @Test
    void threeContainersFormAClusterThatSurvivesALossAndIsBackedUp() throws IOException, InterruptedException {
        ContainerEngine.Ended ended = engine.run(
                root,
                SCENARIO_SECONDS_MAX,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ContainerScenario.class.getName(),
                root.toString());
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        System.out.println(ended.output());
    }

    @Test
    void theComposeFileIsValidAndNamesThreeServersAndABackup() throws IOException, InterruptedException {
        ContainerEngine.Ended version = engine.run(root, 30, "docker", "compose", "version");
        if (version.exitCode() != 0) {
            System.out.println("CONTAINER-TESTS: SKIPPED (no docker compose: "
                    + version.output().trim() + ")");
            assumeTrue(false, "no docker compose");
        }
        ContainerEngine.Ended services =
                engine.run(root, 30, "docker", "compose", "--profile", "backup", "config", "--services");
        assertThat(services.exitCode()).as(services.output()).isZero();
        assertThat(services.output().lines()).contains("server01", "server02", "server03", "backup");
    }

    private static Path projectRoot() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mvnw"))) {
            directory = directory.getParent();
        }
        return directory;
    }
}
