package dev.muster.cypher.parse;

import dev.muster.store.schema.SchemaRule.Kind;
import java.util.EnumSet;
import java.util.Set;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Which constraints a SHOW CONSTRAINTS means. Pure. */
final class ConstraintKinds {
    private static final Set<Kind> UNIQUE = EnumSet.of(Kind.UNIQUE, Kind.RELATIONSHIP_UNIQUE);
    private static final Set<Kind> KEY = EnumSet.of(Kind.KEY, Kind.RELATIONSHIP_KEY);
    private static final Set<Kind> EXISTENCE = EnumSet.of(Kind.EXISTENCE, Kind.RELATIONSHIP_EXISTENCE);
    private static final Set<Kind> TYPE = EnumSet.of(Kind.PROPERTY_TYPE, Kind.RELATIONSHIP_PROPERTY_TYPE);
    private static final Set<Kind> ALL = EnumSet.complementOf(EnumSet.of(Kind.RANGE, Kind.RELATIONSHIP_RANGE));
    private static final Set<Kind> ON_NODES = EnumSet.of(Kind.UNIQUE, Kind.KEY, Kind.EXISTENCE, Kind.PROPERTY_TYPE);

    private ConstraintKinds() {}

    /** The kinds, or null for a form of 4.x that is none any more. */
    static Set<Kind> of(Cypher5Parser.ShowConstraintCommandContext context) {
        if (context instanceof Cypher5Parser.ShowConstraintMultiContext c) {
            return on(c.NODE(), relationship(c.RELATIONSHIP(), c.REL()), of(c.constraintAllowYieldType()));
        } else if (context instanceof Cypher5Parser.ShowConstraintUniqueContext c) {
            return on(c.NODE(), relationship(c.RELATIONSHIP(), c.REL()), UNIQUE);
        } else if (context instanceof Cypher5Parser.ShowConstraintKeyContext c) {
            return on(null, relationship(c.RELATIONSHIP(), c.REL()), KEY);
        } else if (context instanceof Cypher5Parser.ShowConstraintRelExistContext c) {
            return on(null, c.REL(), EXISTENCE);
        } else if (context instanceof Cypher5Parser.ShowConstraintBriefAndYieldContext c) {
            return of(c.constraintBriefAndYieldType());
        }
        return null;
    }

    private static TerminalNode relationship(TerminalNode relationship, TerminalNode rel) {
        return relationship == null ? rel : relationship;
    }

    private static Set<Kind> of(Cypher5Parser.ConstraintAllowYieldTypeContext type) {
        if (type.UNIQUENESS() != null) {
            return UNIQUE;
        }
        return type.constraintExistType() != null ? EXISTENCE : TYPE;
    }

    private static Set<Kind> of(Cypher5Parser.ConstraintBriefAndYieldTypeContext type) {
        if (type == null || type.ALL() != null) {
            return ALL;
        }
        Set<Kind> kinds = type.UNIQUE() != null ? UNIQUE : type.KEY() != null ? KEY : EXISTENCE;
        return on(type.NODE(), type.RELATIONSHIP(), kinds);
    }

    /** Of these kinds those on nodes, those on relationships, or, if neither is written, all. */
    private static Set<Kind> on(TerminalNode node, TerminalNode relationship, Set<Kind> kinds) {
        EnumSet<Kind> result = EnumSet.noneOf(Kind.class);
        result.addAll(kinds);
        if (node != null) {
            result.retainAll(ON_NODES);
        } else if (relationship != null) {
            result.removeAll(ON_NODES);
        }
        return result;
    }
}
