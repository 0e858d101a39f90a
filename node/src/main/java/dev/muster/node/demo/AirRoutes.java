package dev.muster.node.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The air-routes graph as published (resources {@code air-routes}, with licence and origin beside it). */
public record AirRoutes(List<Node> nodes, List<Edge> edges) {
    /** A node; its id is the data set's. */
    public record Node(long id, String label, Map<String, Object> properties) {}

    /** A relationship; {@code miles} is null but for routes. */
    public record Edge(long from, long to, String type, Long miles) {}

    /** Reads the graph from the class path. */
    public static AirRoutes read() {
        return new AirRoutes(nodes(lines("air-routes-latest-nodes.csv")), edges(lines("air-routes-latest-edges.csv")));
    }

    /** The relationships of one type. */
    public List<Edge> edges(String type) {
        return edges.stream().filter(edge -> edge.type().equals(type)).toList();
    }

    private static List<List<String>> lines(String name) {
        try (InputStream in = AirRoutes.class.getResourceAsStream("/air-routes/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the build left out the resource air-routes/" + name);
            }
            return Csv.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Node> nodes(List<List<String>> lines) {
        List<String> head = lines.get(0);
        List<Node> nodes = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            Map<String, Object> properties = new LinkedHashMap<>();
            for (int i = 2; i < head.size(); i++) {
                if (!line.get(i).isEmpty()) {
                    String[] nameAndType = head.get(i).split(":");
                    properties.put(nameAndType[0], value(nameAndType[1], line.get(i)));
                }
            }
            nodes.add(new Node(Long.parseLong(line.get(0)), line.get(1), properties));
        }
        return nodes;
    }

    private static Object value(String type, String text) {
        return switch (type) {
            case "int" -> Long.parseLong(text);
            case "double" -> Double.parseDouble(text);
            case "string" -> text;
            default -> throw new IllegalArgumentException("a column of unknown type " + type);
        };
    }

    private static List<Edge> edges(List<List<String>> lines) {
        List<Edge> edges = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            String miles = line.get(4);
            edges.add(new Edge(
                    Long.parseLong(line.get(1)),
                    Long.parseLong(line.get(2)),
                    line.get(3),
                    miles.isEmpty() ? null : Long.valueOf(miles)));
        }
        return edges;
    }
}
