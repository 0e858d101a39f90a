package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Clause;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.ast.Query;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.notice.Notice;
import dev.muster.cypher.notice.Notices;
import dev.muster.cypher.parse.Source;
import dev.muster.cypher.run.Branches;
import dev.muster.cypher.run.FlatMap;
import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.RowSource;
import dev.muster.cypher.run.Segment;
import dev.muster.cypher.run.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Compiles queries clause by clause. One for each statement. */
public final class QueryCompiler {
    /** How many elements a list is expected to have. */
    private static final double UNWOUND_EXPECTED = 10;

    private final Source source;
    private final ExpressionCompiler expressions;
    private final MatchCompiler matches;
    private final ProjectionCompiler projections;
    private final WriteCompiler writes;
    private final CallCompiler calls;
    private final Notices notices;

    /** {@code notices} takes what is to be said of the statement. */
    public QueryCompiler(Source source, Notices notices) {
        this.source = source;
        this.notices = notices;
        this.expressions = new ExpressionCompiler(source, this, notices);
        this.matches = new MatchCompiler(expressions);
        this.projections = new ProjectionCompiler(expressions);
        this.writes = new WriteCompiler(expressions, matches);
        this.calls = new CallCompiler(expressions, this);
    }

    MatchCompiler matches() {
        return matches;
    }

    /** The names of all parameters in the tree. */
    public static Set<String> parameters(Object tree) {
        return Mentions.parameters(tree);
    }

    /** A whole statement. */
    public CompiledQuery compile(Query query) {
        return compile(query, null, Set.of(), Place.TOP);
    }

    /** A query in an expression, which sees the named variables all the way through, and may end with a MATCH. */
    CompiledQuery inner(Query query, Scope outer, Set<String> visible) {
        return compile(query, outer, visible, Place.EXPRESSION);
    }

    /** The query of a {@code CALL { }}; {@code throughout}: it sees the variables all the way, not only at its beginning. */
    CompiledQuery called(Query query, Scope outer, Set<String> visible, boolean throughout) {
        return compile(query, outer, visible, throughout ? Place.CALL : Place.IMPORTING_CALL);
    }

    /** Where a query stands. */
    private enum Place {
        TOP,
        EXPRESSION,
        CALL,
        IMPORTING_CALL
    }

    private CompiledQuery compile(Query query, Scope outer, Set<String> visible, Place place) {
        List<CompiledQuery.Branch> branches = new ArrayList<>();
        List<String> columns = null;
        List<VariableType> types = List.of();
        boolean writing = false;
        String procedure = null;
        for (Query.Single single : query.parts()) {
            Single compiled = new Single(outer, visible, place, query.parts().size() > 1);
            branches.add(compiled.compile(single.clauses()));
            if (columns != null && !columns.equals(compiled.columns)) {
                throw source.at(single.clauses().get(0).position(), CypherError.UNION_COLUMNS);
            }
            columns = compiled.columns;
            types = compiled.types;
            writing |= compiled.writing;
            procedure = compiled.standaloneProcedure;
        }
        return new CompiledQuery(branches, columns, types, query.distinct() && branches.size() > 1, writing, procedure);
    }

    static boolean writes(Clause clause) {
        return clause instanceof Clause.Create
                || clause instanceof Clause.Merge
                || clause instanceof Clause.Set
                || clause instanceof Clause.Delete
                || clause instanceof Clause.Foreach;
    }

    static String name(Clause clause) {
        if (clause instanceof Clause.Project project) {
            return project.isReturn() ? "RETURN" : "WITH";
        }
        if (clause instanceof Clause.LoadCsv) {
            return "LOAD CSV";
        }
        return clause instanceof Clause.CallProcedure || clause instanceof Clause.CallSubquery
                ? "CALL"
                : clause.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    Operator writing(Clause clause, Scope scope) {
        return notices.whileWriting(() -> compileWriting(clause, scope));
    }

    private Operator compileWriting(Clause clause, Scope scope) {
        if (clause instanceof Clause.Create c) {
            return writes.create(c, scope);
        } else if (clause instanceof Clause.Merge c) {
            return writes.merge(c, scope);
        } else if (clause instanceof Clause.Set c) {
            return writes.set(c.items(), scope);
        } else if (clause instanceof Clause.Delete c) {
            return writes.delete(c, scope);
        }
        return writes.foreach((Clause.Foreach) clause, scope, this);
    }

    /** The compilation of one single query. */
    private final class Single {
        private final Place place;
        private final boolean inUnion;
        private final Segment first = new Segment();
        private final List<int[]> imports = new ArrayList<>();
        private final List<Operator> operators = new ArrayList<>();
        private Scope scope = new Scope(first);
        private List<String> columns = List.of();
        private List<VariableType> types = List.of();
        private boolean writing;
        private String standaloneProcedure;

        Single(Scope outer, Set<String> visible, Place place, boolean inUnion) {
            this.place = place;
            this.inUnion = inUnion;
            for (String name : visible) {
                Scope.Binding binding = outer.find(name);
                boolean hidden = outer.hidden().contains(name);
                int slot = hidden ? scope.declareHidden(name, binding.type()) : scope.declare(name, binding.type());
                imports.add(new int[] {binding.slot(), slot});
                if (!hidden && place != Place.IMPORTING_CALL) {
                    scope.imported().add(name);
                }
            }
        }

        CompiledQuery.Branch compile(List<Clause> clauses) {
            Operator counting = place == Place.TOP ? CountShortcut.of(clauses) : null;
            Clause before = null;
            for (Clause clause : clauses) {
                checkOrder(before, clause);
                compile(clause, clauses.size() == 1 && place == Place.TOP);
                before = clause;
            }
            checkEnd(before, clauses.size() == 1);
            if (counting != null) {
                return new CompiledQuery.Branch(first, imports, List.of(counting));
            }
            return new CompiledQuery.Branch(first, imports, operators);
        }

        private void checkOrder(Clause before, Clause clause) {
            boolean ended = before instanceof Clause.Finish || (before instanceof Clause.Project p && p.isReturn());
            if (ended) {
                throw source.at(
                        clause.position(),
                        CypherError.CLAUSE_ORDER,
                        name(before) + " can only be used at the end of the query.");
            }
            boolean reads = clause instanceof Clause.Match
                    || clause instanceof Clause.Unwind
                    || clause instanceof Clause.LoadCsv
                    || clause instanceof Clause.CallProcedure
                    || clause instanceof Clause.CallSubquery;
            if (before != null && writes(before) && reads) {
                throw source.at(
                        clause.position(),
                        CypherError.CLAUSE_ORDER,
                        "WITH is required between " + name(before) + " and " + name(clause));
            }
        }

        private void checkEnd(Clause last, boolean alone) {
            boolean complete = writes(last)
                    || last instanceof Clause.Finish
                    || (last instanceof Clause.Project p && p.isReturn())
                    || (last instanceof Clause.CallProcedure call && (alone || call.yields() == null))
                    || (last instanceof Clause.CallSubquery call && calls.isUnit(call))
                    || (last instanceof Clause.Match && place == Place.EXPRESSION);
            if (!complete) {
                throw source.at(last.position(), CypherError.CONCLUSION, name(last));
            }
        }

        private void compile(Clause clause, boolean alone) {
            if (clause instanceof Clause.Match match) {
                operators.add(match(match));
            } else if (clause instanceof Clause.Unwind unwind) {
                operators.add(unwind(unwind));
            } else if (clause instanceof Clause.LoadCsv load) {
                notices.loads();
                operators.add(calls.loadCsv(load, scope));
            } else if (clause instanceof Clause.Project project) {
                project(project);
            } else if (clause instanceof Clause.CallProcedure call) {
                operators.addAll(calls.procedure(call, scope, alone));
                if (alone) {
                    standalone(call);
                }
            } else if (clause instanceof Clause.CallSubquery call) {
                checkBatches(call.batches());
                CallCompiler.Called called = calls.subquery(call, scope);
                operators.add(called.operator());
                writing |= called.writes();
            } else if (clause instanceof Clause.Finish) {
                operators.add(calls.finishing());
            } else {
                operators.add(writing(clause, scope));
                writing = true;
            }
        }

        private void checkBatches(Clause.InTransactions batches) {
            String where = null;
            if (place != Place.TOP) {
                where = "in a subquery";
            } else if (inUnion) {
                where = "in a UNION";
            } else if (writing) {
                where = "after a write clause";
            }
            if (batches != null && where != null) {
                throw source.at(
                        batches.position(),
                        CypherError.CLAUSE_ORDER,
                        "CALL { ... } IN TRANSACTIONS " + where + " is not supported");
            }
        }

        private void project(Clause.Project project) {
            scope = projections.compile(project, scope, operators);
            if (project.isReturn()) {
                columns = columnNames(project);
                types = columns.stream().map(c -> scope.find(c).type()).toList();
            }
        }

        private List<String> columnNames(Clause.Project project) {
            Set<String> names = new LinkedHashSet<>();
            if (project.projection().star()) {
                Set<String> explicit = new LinkedHashSet<>();
                project.projection().items().forEach(i -> explicit.add(i.name()));
                scope.starNames().stream().filter(n -> !explicit.contains(n)).forEach(names::add);
            }
            project.projection().items().forEach(i -> names.add(i.name()));
            return List.copyOf(names);
        }

        /** A CALL that is the whole statement gives its columns without a RETURN. */
        private void standalone(Clause.CallProcedure call) {
            if (call.yields() == null || call.yieldAll()) {
                standaloneProcedure = call.name();
            } else {
                columns = call.yields().stream().map(Clause.Yield::variable).toList();
                types = columns.stream().map(c -> VariableType.ANY).toList();
            }
        }

        private Operator match(Clause.Match match) {
            Set<String> before = scope.names();
            Disconnected.of(match.patterns(), before)
                    .ifPresent(found -> notices.add(
                            Notice.CARTESIAN_PRODUCT, match.position(), found.variables(), found.patterns()));
            Operator matching = matches.compile(match.patterns(), match.where(), scope);
            if (!match.optional()) {
                return matching;
            }
            List<Integer> added = new ArrayList<>();
            for (String name : scope.names()) {
                if (!before.contains(name)) {
                    added.add(scope.find(name).slot());
                }
            }
            Branches inner = new Branches(List.of(List.of(matching)), false, "Optional");
            return optional(matching, added).shownAs(Step.of("Apply", "", newNames(before)), inner);
        }

        private List<String> newNames(Set<String> before) {
            return ExprText.variables(
                    scope.names().stream().filter(n -> !before.contains(n)).toList());
        }

        private Operator unwind(Clause.Unwind unwind) {
            var list = expressions.compile(unwind.list(), scope);
            if (scope.find(unwind.variable()) != null) {
                throw source.at(unwind.position(), CypherError.ALREADY_DECLARED, unwind.variable());
            }
            int slot = scope.declare(unwind.variable(), VariableType.ANY);
            FlatMap unwinding = (row, run) -> {
                Object value = list.evaluate(row, run);
                List<?> items = value == null ? List.of() : value instanceof List<?> many ? many : List.of(value);
                return items.stream()
                        .map(item -> {
                            Object[] copy = row.clone();
                            copy[slot] = item;
                            return copy;
                        })
                        .iterator();
            };
            String details = ExprText.of(unwind.list()) + " AS " + unwind.variable();
            return unwinding.shownAs(
                    Step.of("Unwind", details, List.of(unwind.variable())).expecting(rows -> rows * UNWOUND_EXPECTED));
        }
    }

    /** Rows for which nothing matches stay, with nulls. */
    static Operator optional(Operator matching, List<Integer> slots) {
        return (FlatMap) (row, run) -> {
            RowSource found = matching.open(RowSource.of(row.clone()), run);
            Object[] one = found.next();
            if (one == null) {
                slots.forEach(slot -> row[slot] = null);
                return List.<Object[]>of(row).iterator();
            }
            return new CallCompiler.PullingIterator(one, found);
        };
    }

    /** Compiles a projection of rows whose columns are given, for what a command answers. */
    public static Projected project(Source source, List<String> columns, List<Clause.Project> projections) {
        QueryCompiler compiler = new QueryCompiler(source, new Notices());
        Scope scope = new Scope(new Segment()).keepOrder(true);
        columns.forEach(c -> scope.declare(c, VariableType.ANY));
        Segment first = scope.segment();
        List<Operator> operators = new ArrayList<>();
        List<String> names = columns;
        Scope current = scope;
        for (Clause.Project projection : projections) {
            boolean star = projection.projection().star();
            current = compiler.projections.compile(projection, current, operators);
            List<String> items = projection.projection().items().stream()
                    .map(Clause.Item::name)
                    .toList();
            names = star ? current.starNames() : items;
        }
        return new Projected(names, first, operators);
    }

    /** A projection ready to run on rows of {@code first}. */
    public record Projected(List<String> columns, Segment first, List<Operator> operators) {}

    /** A projection as a clause, for commands, which have none. */
    public static Clause.Project clause(Clause.Projection projection, boolean isReturn) {
        return new Clause.Project(isReturn, projection, new Position(1, 1, 0));
    }
}
