package dev.muster.cypher.run;

import dev.muster.store.schema.SchemaRule;
import java.util.stream.Collectors;

/** Indexes and constraints in the words of the commands that make them. Pure. */
final class RuleText {
    private RuleText() {}

    /** For instance {@code RANGE INDEX name FOR (e:Label) ON (e.property)}. */
    static String of(SchemaRule rule) {
        return kind(rule) + " " + rule.name() + what(rule);
    }

    /** The command that makes it unless it exists; {@code named}: with its name. */
    static String creating(SchemaRule rule, boolean named) {
        return "CREATE " + kind(rule) + (named ? " " + rule.name() : "") + " IF NOT EXISTS" + what(rule);
    }

    private static String kind(SchemaRule rule) {
        return rule.isConstraint() ? "CONSTRAINT" : "RANGE INDEX";
    }

    private static String what(SchemaRule rule) {
        String element = "e:" + rule.label();
        String on = rule.isOnRelationships() ? "()-[" + element + "]-()" : "(" + element + ")";
        String properties = rule.properties().stream().map(p -> "e." + p).collect(Collectors.joining(", ", "(", ")"));
        return " FOR " + on + (rule.isConstraint() ? " REQUIRE " + properties + demand(rule) : " ON " + properties);
    }

    private static String demand(SchemaRule rule) {
        return switch (rule.kind()) {
            case UNIQUE, RELATIONSHIP_UNIQUE -> " IS UNIQUE";
            case KEY -> " IS NODE KEY";
            case RELATIONSHIP_KEY -> " IS RELATIONSHIP KEY";
            case PROPERTY_TYPE, RELATIONSHIP_PROPERTY_TYPE ->
                " IS :: " + rule.type().text();
            default -> " IS NOT NULL";
        };
    }
}
