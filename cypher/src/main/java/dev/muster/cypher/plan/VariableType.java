package dev.muster.cypher.plan;

/** What is known of a variable before the statement runs. */
public enum VariableType {
    NODE("Node"),
    RELATIONSHIP("Relationship"),
    RELATIONSHIPS("List<Relationship>"),
    PATH("Path"),
    BOOLEAN("Boolean"),
    INTEGER("Integer"),
    FLOAT("Float"),
    STRING("String"),
    LIST("List"),
    MAP("Map"),
    ANY("Any");

    private final String text;

    VariableType(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
