package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.ast.PathPattern.Relationship;
import dev.muster.cypher.notice.Notice;
import dev.muster.cypher.notice.Notices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One relationship at two places of a MATCH: that matches nothing, since no relationship is twice in what matches, and whoever
 * wrote it is told so. Within one path a single relationship that is named twice is a mistake, and remains for others to refuse.
 */
final class RepeatedRelationships {
    private final List<PathPattern> patterns;
    private final Notices notices;
    private final Map<String, Relationship> seen = new HashMap<>();

    private RepeatedRelationships(List<PathPattern> patterns, Notices notices) {
        this.patterns = patterns;
        this.notices = notices;
    }

    /** Patterns that name each relationship once, and match what the given ones do. */
    static List<PathPattern> told(List<PathPattern> patterns, Notices notices) {
        RepeatedRelationships repeated = new RepeatedRelationships(patterns, notices);
        return patterns.stream().map(repeated::path).toList();
    }

    private PathPattern path(PathPattern path) {
        Map<String, Relationship> before = Map.copyOf(seen);
        List<Relationship> named = new ArrayList<>();
        PathPattern result = path;
        for (Relationship relationship : path.relationships()) {
            Relationship first = seen.putIfAbsent(relationship.variable(), relationship);
            boolean several = relationship.length() != null;
            boolean same = first != null && (first.length() != null) == several;
            if (same && (several || before.containsKey(relationship.variable()))) {
                tell(relationship, several);
                named.add(
                        relationship.named(" repeated" + relationship.position().offset()));
                result = path.where(new Expr.Literal(false));
            } else {
                named.add(relationship);
            }
        }
        return result == path ? path : result.with(named);
    }

    private void tell(Relationship relationship, boolean several) {
        notices.add(
                several ? Notice.REPEATED_RELATIONSHIPS : Notice.REPEATED_RELATIONSHIP,
                relationship.position(),
                relationship.variable(),
                patterns.stream().map(PatternText::written).collect(Collectors.joining(", ")));
    }
}
