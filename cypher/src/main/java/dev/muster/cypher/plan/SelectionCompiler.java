package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.run.Branches;
import dev.muster.cypher.run.Expression;
import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.RowSource;
import dev.muster.cypher.run.Run;
import dev.muster.cypher.run.SelectPaths;
import dev.muster.cypher.run.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compiles a MATCH of which only some paths are wanted: they are searched, or, where all have the same length, all are found
 * and those that are wanted of each pair of ends selected; and then WHERE is asked. What that says of the ends alone is asked first, which comes to the same.
 */
final class SelectionCompiler {
    private final ExpressionCompiler expressions;
    private final MatchCompiler matches;
    private final SearchCompiler searches;

    SelectionCompiler(ExpressionCompiler expressions, MatchCompiler matches, GroupCompiler groups) {
        this.expressions = expressions;
        this.matches = matches;
        this.searches = new SearchCompiler(expressions, matches, groups);
    }

    Operator compile(PathPattern path, List<Expr> where, Scope scope) {
        Set<String> between = between(path, scope);
        List<Expr> ofEnds = new ArrayList<>();
        List<Expr> ofPaths = new ArrayList<>();
        for (Expr condition : where) {
            Set<String> mentioned = Mentions.variables(condition);
            mentioned.retainAll(between);
            (mentioned.isEmpty() ? ofEnds : ofPaths).add(condition);
        }
        Expr known = SearchCompiler.all(ofEnds, path.position());
        List<Operator> parts = new ArrayList<>();
        if (isSearched(path)) {
            parts.addAll(searches.compile(path, known, scope));
        } else {
            Operator matching = matches.compile(List.of(path.of(PathPattern.Kind.ALL)), known, scope);
            parts.add(selecting(path, matching, scope));
        }
        if (!ofPaths.isEmpty()) {
            List<Expression> conditions = ofPaths.stream()
                    .map(condition -> expressions.condition(condition, scope, path.position()))
                    .toList();
            parts.add(Operator.filter(conditions)
                    .shownAs(
                            MatchSteps.filter(ofPaths.stream().map(ExprText::of).toList())));
        }
        return chain(parts);
    }

    /** The variables of the pattern that are not its ends, and were not known before. */
    private static Set<String> between(PathPattern path, Scope scope) {
        Set<String> names = new HashSet<>(Mentions.variables(path));
        if (path.variable() != null) {
            names.add(path.variable());
        }
        names.remove(path.nodes().get(0).variable());
        names.remove(path.nodes().get(path.nodes().size() - 1).variable());
        names.removeAll(scope.names());
        return names;
    }

    /** Whether paths may be of different lengths, so that it pays to look for the shortest ones first. */
    private static boolean isSearched(PathPattern path) {
        return path.relationships().stream()
                .anyMatch(relationship ->
                        relationship.length() != null && relationship.length().max() > 1);
    }

    private static Operator selecting(PathPattern path, Operator matching, Scope scope) {
        int[] relationships = path.relationships().stream()
                .mapToInt(relationship -> slot(scope, relationship.variable()))
                .toArray();
        SelectPaths selecting = new SelectPaths(
                slot(scope, path.nodes().get(0).variable()),
                slot(scope, path.nodes().get(path.nodes().size() - 1).variable()),
                relationships,
                path.selection(),
                matching);
        return selecting.shownAs(Step.of("SelectPaths", PatternText.of(path)), Branches.of(List.of(matching)));
    }

    private static int slot(Scope scope, String name) {
        return scope.find(name).slot();
    }

    private static Operator chain(List<Operator> parts) {
        return new Operator() {
            @Override
            public List<Operator> parts(Run run) {
                return parts;
            }

            @Override
            public RowSource open(RowSource input, Run run) {
                return Operator.chain(parts, input, run);
            }
        };
    }
}
