package dev.muster.cypher.tck;

import io.cucumber.gherkin.GherkinParser;
import io.cucumber.messages.types.Envelope;
import io.cucumber.messages.types.Pickle;
import io.cucumber.messages.types.PickleStep;
import io.cucumber.messages.types.PickleTable;
import io.cucumber.messages.types.PickleTableCell;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the scenarios and graphs from the kit's jar. */
final class ScenarioFiles {
    private ScenarioFiles() {}

    /** All scenarios, ordered by file and place. */
    static List<Scenario> all() throws IOException, URISyntaxException {
        URL features = ScenarioFiles.class.getResource("/features");
        List<Scenario> result = new ArrayList<>();
        try (FileSystem jar =
                FileSystems.newFileSystem(URI.create(features.toURI().toString()), Map.of())) {
            List<Path> files;
            try (Stream<Path> tree = Files.walk(jar.getPath("/features"))) {
                files = tree.filter(f -> f.toString().endsWith(".feature"))
                        .sorted()
                        .toList();
            }
            for (Path file : files) {
                result.addAll(read(file));
            }
        }
        return result;
    }

    private static List<Scenario> read(Path file) throws IOException {
        String feature = file.getFileName().toString().replace(".feature", "");
        List<Envelope> envelopes;
        try (Stream<Envelope> stream = GherkinParser.builder()
                .includeSource(false)
                .includeGherkinDocument(false)
                .build()
                .parse(feature, Files.readAllBytes(file))) {
            envelopes = stream.toList();
        }
        List<Scenario> result = new ArrayList<>();
        Map<String, Integer> examples = new HashMap<>();
        for (Envelope envelope : envelopes) {
            envelope.getParseError().ifPresent(e -> {
                throw new IllegalStateException(file + ": " + e.getMessage());
            });
            envelope.getPickle()
                    .ifPresent(pickle -> result.add(new Scenario(name(feature, pickle, examples), steps(pickle))));
        }
        return result;
    }

    private static String name(String feature, Pickle pickle, Map<String, Integer> examples) {
        int number = examples.merge(pickle.getName(), 1, Integer::sum);
        return feature + " " + pickle.getName() + (number == 1 ? "" : " #" + number);
    }

    private static List<Scenario.Step> steps(Pickle pickle) {
        List<Scenario.Step> steps = new ArrayList<>();
        for (PickleStep step : pickle.getSteps()) {
            String text = step.getArgument()
                    .flatMap(a -> a.getDocString())
                    .map(d -> d.getContent())
                    .orElse(null);
            List<List<String>> table = step.getArgument()
                    .flatMap(a -> a.getDataTable())
                    .map(ScenarioFiles::table)
                    .orElse(null);
            steps.add(new Scenario.Step(step.getText(), text, table));
        }
        return steps;
    }

    private static List<List<String>> table(PickleTable table) {
        return table.getRows().stream()
                .map(row ->
                        row.getCells().stream().map(PickleTableCell::getValue).toList())
                .toList();
    }

    /** The statement that creates one of the kit's named graphs. */
    static String graph(String name) throws IOException {
        try (InputStream in = ScenarioFiles.class.getResourceAsStream("/graphs/" + name + "/" + name + ".cypher")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
