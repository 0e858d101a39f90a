package dev.muster.cypher.plan;

import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.ast.PathPattern.Group;
import dev.muster.cypher.ast.PathPattern.Relationship;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.Repeat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compiles what is in the parentheses of a quantified path, for walks from either end. */
final class GroupCompiler {
    private final ExpressionCompiler expressions;
    private final MatchCompiler matches;

    GroupCompiler(ExpressionCompiler expressions, MatchCompiler matches) {
        this.expressions = expressions;
        this.matches = matches;
    }

    /**
     * A quantified path, compiled.
     *
     * @param names the variables that it binds to lists
     */
    record Compiled(List<String> names, Repeat.Pattern forwards, Repeat.Pattern backwards) {}

    /** Declares the variables of the pattern as lists. */
    void declare(Relationship quantified, Set<String> before, Set<String> own, Scope scope) {
        Group group = quantified.group();
        Set<String> relationships = new HashSet<>();
        group.path().relationships().forEach(relationship -> relationships.add(relationship.variable()));
        for (String name : group.names()) {
            if (before.contains(name) || !own.add(name)) {
                throw expressions
                        .source()
                        .at(
                                quantified.position(),
                                CypherError.PATTERN,
                                "The variable `" + name
                                        + "` occurs both inside and outside a quantified path pattern and needs to be renamed.");
            }
            scope.declare(name, relationships.contains(name) ? VariableType.RELATIONSHIPS : VariableType.LIST);
        }
    }

    /**
     * Compiles the pattern.
     *
     * @param start what could be seen before the MATCH, with rows of the same shape
     * @param own all variables of the MATCH
     * @param lists where the lists are
     */
    Compiled compile(Relationship quantified, Scope start, Set<String> own, Scope lists) {
        Group group = quantified.group();
        Set<String> beyond = Mentions.variables(List.of(group));
        group.names().forEach(beyond::remove);
        for (String name : beyond) {
            if (own.contains(name) && PathPattern.isNamed(name)) {
                throw expressions.source().at(quantified.position(), CypherError.BEYOND_GROUP, name);
            }
        }
        return new Compiled(
                group.names(),
                pattern(group, group.path(), start, lists, quantified.position()),
                pattern(group, group.path().reversed(), start, lists, quantified.position()));
    }

    private Repeat.Pattern pattern(Group group, PathPattern path, Scope start, Scope lists, Position position) {
        Scope scope = start.child();
        PathPattern.Node first = path.nodes().get(0);
        int begin = scope.declare(first.variable(), VariableType.NODE);
        Operator matching = matches.compile(List.of(path), group.where(), scope);
        PathPattern.Node last = path.nodes().get(path.nodes().size() - 1);
        int end = scope.find(last.variable()).slot();
        int[] hops = path.relationships().stream()
                .mapToInt(relationship -> scope.find(relationship.variable()).slot())
                .toArray();
        List<int[]> variables = new ArrayList<>();
        group.names()
                .forEach(name -> variables.add(
                        new int[] {scope.find(name).slot(), lists.find(name).slot()}));
        return new Repeat.Pattern(matching, begin, end, hops, variables);
    }
}
