package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Clause;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.ast.Query;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables that clauses of a query name, those of its subqueries not counted, and where each is named first. */
final class Declarations {
    private final Map<String, Position> found = new LinkedHashMap<>();

    private Declarations() {}

    static Map<String, Position> in(Query query) {
        Declarations declarations = new Declarations();
        query.parts().forEach(part -> part.clauses().forEach(declarations::add));
        return declarations.found;
    }

    private void add(Clause clause) {
        if (clause instanceof Clause.Match match) {
            match.patterns().forEach(this::add);
        } else if (clause instanceof Clause.Create create) {
            create.patterns().forEach(this::add);
        } else if (clause instanceof Clause.Merge merge) {
            add(merge.pattern());
        } else if (clause instanceof Clause.Unwind unwind) {
            add(unwind.variable(), unwind.position());
        } else if (clause instanceof Clause.LoadCsv load) {
            add(load.variable(), load.position());
        } else if (clause instanceof Clause.CallProcedure call && call.yields() != null) {
            call.yields().forEach(yield -> add(yield.variable(), call.position()));
        } else if (clause instanceof Clause.Project project && !project.isReturn()) {
            project.projection().items().forEach(item -> add(item.name(), item.position()));
        }
    }

    private void add(PathPattern path) {
        add(path.variable(), path.position());
        path.nodes().forEach(node -> add(node.variable(), node.position()));
        path.relationships().forEach(relationship -> {
            add(relationship.variable(), relationship.position());
            if (relationship.group() != null) {
                add(relationship.group().path());
            }
        });
    }

    private void add(String name, Position position) {
        if (name != null && PathPattern.isNamed(name)) {
            found.putIfAbsent(name, position);
        }
    }
}
