package dev.muster.node.shell;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.neo4j.driver.Value;
import org.neo4j.driver.types.Entity;
import org.neo4j.driver.types.IsoDuration;
import org.neo4j.driver.types.Node;
import org.neo4j.driver.types.Path;
import org.neo4j.driver.types.Point;
import org.neo4j.driver.types.Relationship;

/** Values as cypher-shell writes them: close to the literals that would make them. */
final class ValueText {
    private ValueText() {}

    static String of(Value value) {
        return of(value.asObject());
    }

    static String of(Object value) {
        if (value == null) {
            return "NULL";
        } else if (value instanceof String text) {
            return quoted(text);
        } else if (value instanceof Boolean bool) {
            return bool ? "TRUE" : "FALSE";
        } else if (value instanceof List<?> list) {
            StringJoiner joined = new StringJoiner(", ", "[", "]");
            list.forEach(element -> joined.add(of(element)));
            return joined.toString();
        } else if (value instanceof Map<?, ?> map) {
            return map(map);
        } else if (value instanceof byte[] bytes) {
            return "0x" + HexFormat.of().formatHex(bytes);
        } else if (value instanceof Node node) {
            return node(node);
        } else if (value instanceof Relationship relationship) {
            return relationship(relationship);
        } else if (value instanceof Path path) {
            return path(path);
        } else if (value instanceof Point point) {
            return point(point);
        } else if (value instanceof IsoDuration duration) {
            return duration(duration);
        }
        return value.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String map(Map<?, ?> map) {
        StringJoiner joined = new StringJoiner(", ", "{", "}");
        map.forEach((key, element) -> joined.add(name(String.valueOf(key)) + ": " + of(element)));
        return joined.toString();
    }

    private static String node(Node node) {
        List<String> parts = new ArrayList<>();
        StringBuilder labels = new StringBuilder();
        node.labels().forEach(label -> labels.append(':').append(name(label)));
        if (labels.length() > 0) {
            parts.add(labels.toString());
        }
        addProperties(node, parts);
        return "(" + String.join(" ", parts) + ")";
    }

    private static String relationship(Relationship relationship) {
        List<String> parts = new ArrayList<>(List.of(":" + name(relationship.type())));
        addProperties(relationship, parts);
        return "[" + String.join(" ", parts) + "]";
    }

    private static void addProperties(Entity entity, List<String> parts) {
        if (entity.size() > 0) {
            parts.add(map(entity.asMap()));
        }
    }

    private static String path(Path path) {
        StringBuilder text = new StringBuilder(node(path.start()));
        for (Path.Segment segment : path) {
            boolean forwards = segment.relationship()
                    .startNodeElementId()
                    .equals(segment.start().elementId());
            text.append(forwards ? "-" : "<-")
                    .append(relationship(segment.relationship()))
                    .append(forwards ? "->" : "-")
                    .append(node(segment.end()));
        }
        return text.toString();
    }

    private static String point(Point point) {
        String z = Double.isNaN(point.z()) ? "" : ", z:" + point.z();
        return "point({srid:" + point.srid() + ", x:" + point.x() + ", y:" + point.y() + z + "})";
    }

    private static String duration(IsoDuration duration) {
        long nanos = duration.nanoseconds();
        long seconds = duration.seconds();
        boolean borrow = seconds < 0 && nanos > 0;
        String whole = borrow && seconds == -1 ? "-0" : String.valueOf(borrow ? seconds + 1 : seconds);
        long fraction = borrow ? 1_000_000_000 - nanos : nanos;
        String decimals = fraction == 0 ? "" : ("." + String.format("%09d", fraction)).replaceAll("0+$", "");
        return "P" + duration.months() + "M" + duration.days() + "DT" + whole + decimals + "S";
    }

    private static String name(String name) {
        return name.matches("[\\p{L}_][\\p{L}\\p{N}_]*") ? name : "`" + name.replace("`", "``") + "`";
    }
}
