package dev.muster.cypher.plan;

/** What is known of a variable before the statement runs. */
public enum VariableType {
    NODE("Node"),
    RELATIONSHIP("Relationship"),
    RELATIONSHIPS("List<Relationship>"),
    PATH("Path"),
    ANY("Any");

    private final String text;

    VariableType(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
