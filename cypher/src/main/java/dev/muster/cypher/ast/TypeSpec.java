package dev.muster.cypher.ast;

import java.util.List;
import java.util.stream.Collectors;

/** What a value may be, as written in {@code IS :: …} and in constraints. */
public sealed interface TypeSpec {
    /** Types that have no parts, and their names. */
    enum Name {
        NOTHING("NOTHING"),
        NULL("NULL"),
        BOOLEAN("BOOLEAN"),
        STRING("STRING"),
        INTEGER("INTEGER"),
        FLOAT("FLOAT"),
        DATE("DATE"),
        LOCAL_TIME("LOCAL TIME"),
        ZONED_TIME("ZONED TIME"),
        LOCAL_DATETIME("LOCAL DATETIME"),
        ZONED_DATETIME("ZONED DATETIME"),
        DURATION("DURATION"),
        POINT("POINT"),
        NODE("NODE"),
        RELATIONSHIP("RELATIONSHIP"),
        MAP("MAP"),
        PATH("PATH"),
        PROPERTY_VALUE("PROPERTY VALUE"),
        ANY("ANY");

        private final String text;

        Name(String text) {
            this.text = text;
        }

        /** As Cypher shows it. */
        public String text() {
            return text;
        }
    }

    /** {@code notNull}: null is none of it. */
    record Simple(Name name, boolean notNull) implements TypeSpec {}

    record ListOf(TypeSpec inner, boolean notNull) implements TypeSpec {}

    /** One of several. */
    record Union(List<TypeSpec> parts) implements TypeSpec {}

    /** As Cypher shows it. */
    default String text() {
        if (this instanceof Simple simple) {
            return simple.name().text() + (simple.notNull() ? " NOT NULL" : "");
        } else if (this instanceof ListOf list) {
            return "LIST<" + list.inner().text() + ">" + (list.notNull() ? " NOT NULL" : "");
        }
        return ((Union) this).parts().stream().map(TypeSpec::text).collect(Collectors.joining(" | "));
    }
}
