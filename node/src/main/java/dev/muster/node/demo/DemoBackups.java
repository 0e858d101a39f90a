package dev.muster.node.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.node.launcher.ClusterStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The demo's backups and its restore, done with the real command line. */
final class DemoBackups {
    private static final String NOBODY = "127.0.0.1:1";

    private final Narrator narrator;
    private final DemoCluster cluster;
    private final ClusterStatus status;

    DemoBackups(Narrator narrator, DemoCluster cluster, ClusterStatus status) {
        this.narrator = narrator;
        this.cluster = cluster;
        this.status = status;
    }

    /** With a database stopped, a server dead and an address where nobody listens: saves what can be saved, and says so. */
    void first(String victim) {
        narrator.step("Back up everything from all three servers, and from an address where nobody listens");
        AdminTool.Run run =
                admin("database", "backup", "--from=" + status.backupFrom() + "," + NOBODY, "--to-path=" + path(), "*");
        narrator.expect(
                "the exit code is 1: something is missing from this backup", run.exitCode() == 1, run.exitCode());
        String dead = status.server(victim).backup();
        narrator.expect(
                "the report names the two sources that did not answer: " + dead + " (" + victim + ", killed) and "
                        + NOBODY + " (nobody)",
                says(run, "Server " + dead + " did not answer") && says(run, "Server " + NOBODY + " did not answer"),
                "see above");
        narrator.expect(
                "the report says that archive was not saved, since it is stopped",
                run.output().lines().anyMatch(line -> line.startsWith("archive ") && line.contains("failed")),
                "see above");
        Map<String, List<Artifact>> saved = artifacts();
        narrator.expect(
                "neo4j, routes, sales and system are saved in full nevertheless",
                saved.keySet().equals(java.util.Set.of("neo4j", "routes", "sales", "system"))
                        && saved.values().stream().flatMap(List::stream).allMatch(Artifact::full),
                saved);
    }

    /** With everything healed: only what is new, and exit code 0. */
    void second() {
        narrator.step("Back up again: only what is new");
        AdminTool.Run run = admin("database", "backup", "--from=" + status.backupFrom(), "--to-path=" + path(), "*");
        narrator.expect("the exit code is 0: everything is saved", run.exitCode() == 0, run.exitCode());
        Map<String, List<Artifact>> saved = artifacts();
        for (String database : List.of("routes", "sales")) {
            narrator.expect(
                    database + " has a full and a differential that continues it",
                    isChain(saved.getOrDefault(database, List.of())),
                    saved.get(database));
        }
        narrator.expect(
                "archive, started again, has its first full",
                saved.getOrDefault("archive", List.of()).stream().anyMatch(Artifact::full),
                saved.get("archive"));
    }

    /** Builds a store from the chain of routes on one server, under another name. */
    void restore(ClusterStatus.Server server) {
        narrator.step("Restore the chain of routes as routes2, on " + server.name());
        Artifact last = artifacts().getOrDefault("routes", List.of()).stream()
                .filter(artifact -> !artifact.full())
                .reduce((first, second) -> second)
                .orElse(null);
        if (!narrator.expect("there is a differential to restore up to", last != null, "none")) {
            return;
        }
        Path conf = server.home().resolve("conf");
        narrator.say("$ export NEO4J_CONF=" + conf);
        AdminTool.Run run = admin(
                Map.of("NEO4J_CONF", conf.toString()),
                "database",
                "restore",
                "--from-path=" + cluster.backups().resolve(last.file()),
                "routes2");
        narrator.expect("the exit code is 0", run.exitCode() == 0, run.exitCode());
    }

    private String path() {
        return cluster.backups().toString();
    }

    private static boolean says(AdminTool.Run run, String words) {
        return run.output().contains(words);
    }

    private static boolean isChain(List<Artifact> artifacts) {
        List<Artifact> full = artifacts.stream().filter(Artifact::full).toList();
        List<Artifact> differential =
                artifacts.stream().filter(artifact -> !artifact.full()).toList();
        return full.size() == 1
                && differential.size() == 1
                && differential.get(0).lowest() == full.get(0).highest() + 1;
    }

    private AdminTool.Run admin(String... words) {
        return admin(Map.of(), words);
    }

    private AdminTool.Run admin(Map<String, String> environment, String... words) {
        narrator.say("$ muster admin "
                + java.util.Arrays.stream(words)
                        .map(word -> word.equals("*") ? "\"*\"" : word)
                        .collect(Collectors.joining(" ")));
        AdminTool.Run run = AdminTool.run(environment, List.of(words));
        narrator.quote(run.output());
        return run;
    }

    /** An artifact as {@code backup inspect} describes it. */
    private record Artifact(String file, boolean full, long lowest, long highest) {}

    /** All artifacts by database, oldest first. */
    private Map<String, List<Artifact>> artifacts() {
        AdminTool.Run run = AdminTool.run(Map.of(), List.of("backup", "inspect", "--empty", "--format=JSON", path()));
        Map<String, List<Artifact>> byDatabase = new TreeMap<>();
        try {
            for (JsonNode row : new ObjectMapper().readTree(run.output())) {
                String file = row.path("file").asText();
                byDatabase
                        .computeIfAbsent(row.path("database").asText(), name -> new ArrayList<>())
                        .add(new Artifact(
                                file.substring(file.lastIndexOf('/') + 1),
                                row.path("full").asBoolean(),
                                row.path("lowestTx").asLong(),
                                row.path("highestTx").asLong()));
            }
        } catch (JsonProcessingException e) {
            narrator.broken("`muster admin backup inspect` printed no JSON: " + run.output());
        }
        byDatabase.values().forEach(list -> list.sort(java.util.Comparator.comparing(Artifact::file)));
        return byDatabase;
    }
}
