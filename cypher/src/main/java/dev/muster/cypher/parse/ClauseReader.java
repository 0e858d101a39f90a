package dev.muster.cypher.parse;

import dev.muster.cypher.ast.Clause;
import dev.muster.cypher.ast.Clause.SetItem;
import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.ast.Query;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.notice.IndexHint;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Reads queries and their clauses. */
final class ClauseReader {
    private final Reading reading;

    ClauseReader(Reading reading) {
        this.reading = reading;
    }

    /** All of a statement. */
    Query statement(Cypher5Parser.RegularQueryContext context) {
        return query(context, false);
    }

    /** A subquery, of whichever kind. */
    Query query(Cypher5Parser.RegularQueryContext context) {
        return query(context, true);
    }

    private Query query(Cypher5Parser.RegularQueryContext context, boolean subquery) {
        List<Query.Single> parts = new ArrayList<>();
        for (Cypher5Parser.SingleQueryContext part : context.singleQuery()) {
            parts.add(new Query.Single(clauses(reading.graphs.without(part.clause(), subquery))));
        }
        int all = context.ALL().size();
        if (all != 0 && all != parts.size() - 1) {
            throw reading.error(context, CypherError.CLAUSE_ORDER, "Invalid combination of UNION and UNION ALL");
        }
        return new Query(parts, all == 0);
    }

    private List<Clause> clauses(List<Cypher5Parser.ClauseContext> contexts) {
        List<Clause> result = new ArrayList<>();
        contexts.forEach(c -> result.add(clause(c)));
        return result;
    }

    private Clause clause(Cypher5Parser.ClauseContext context) {
        ParserRuleContext inner = (ParserRuleContext) context.getChild(0);
        Position position = Reading.position(inner);
        if (inner instanceof Cypher5Parser.MatchClauseContext c) {
            return match(c, position);
        } else if (inner instanceof Cypher5Parser.ReturnClauseContext c) {
            return new Clause.Project(true, projection(c.returnBody(), null), position);
        } else if (inner instanceof Cypher5Parser.WithClauseContext c) {
            Expr where = where(c.whereClause());
            return new Clause.Project(false, projection(c.returnBody(), where), position);
        } else if (inner instanceof Cypher5Parser.UnwindClauseContext c) {
            return new Clause.Unwind(expr(c.expression()), Reading.name(c.variable()), position);
        } else if (inner instanceof Cypher5Parser.CreateClauseContext c) {
            return new Clause.Create(reading.patterns.created(c.patternList()), position);
        } else if (inner instanceof Cypher5Parser.MergeClauseContext c) {
            return merge(c, position);
        } else if (inner instanceof Cypher5Parser.SetClauseContext c) {
            return new Clause.Set(setItems(c), position);
        } else if (inner instanceof Cypher5Parser.RemoveClauseContext c) {
            return new Clause.Set(removeItems(c), position);
        } else if (inner instanceof Cypher5Parser.DeleteClauseContext c) {
            return new Clause.Delete(c.DETACH() != null, reading.expressions.readAll(c.expression()), position);
        } else if (inner instanceof Cypher5Parser.ForeachClauseContext c) {
            return new Clause.Foreach(Reading.name(c.variable()), expr(c.expression()), clauses(c.clause()), position);
        } else if (inner instanceof Cypher5Parser.CallClauseContext c) {
            return call(c, position);
        } else if (inner instanceof Cypher5Parser.SubqueryClauseContext c) {
            return subquery(c, position);
        } else if (inner instanceof Cypher5Parser.LoadCSVClauseContext c) {
            return loadCsv(c, position);
        } else if (inner instanceof Cypher5Parser.FinishClauseContext) {
            return new Clause.Finish(position);
        }
        if (inner instanceof Cypher5Parser.UseClauseContext) {
            throw reading.error(
                    inner,
                    CypherError.CLAUSE_ORDER,
                    "USE clause must be either the first clause in a (sub-)query or preceded by an importing WITH clause in a"
                            + " sub-query.");
        }
        throw reading.unsupported(inner, inner.getStart().getText().toUpperCase(java.util.Locale.ROOT));
    }

    private Expr expr(Cypher5Parser.ExpressionContext context) {
        return reading.expressions.read(context);
    }

    private Expr where(Cypher5Parser.WhereClauseContext context) {
        return context == null ? null : expr(context.expression());
    }

    private Clause match(Cypher5Parser.MatchClauseContext context, Position position) {
        if (context.matchMode() != null && context.matchMode().REPEATABLE() != null) {
            throw reading.unsupported(context.matchMode(), Reading.text(context.matchMode()));
        }
        List<PathPattern> patterns = reading.patterns.list(context.patternList());
        context.hint().forEach(hint -> readHint(hint, patterns));
        return new Clause.Match(context.OPTIONAL() != null, patterns, where(context.whereClause()), position);
    }

    /** Of hints, only those of indexes can be told to be wrong. */
    private void readHint(Cypher5Parser.HintContext hint, List<PathPattern> patterns) {
        if (hint.INDEX() == null || hint.TEXT() != null || hint.POINT() != null) {
            return;
        }
        String variable = Reading.name(hint.variable());
        boolean onNode = patterns.stream()
                .flatMap(path -> path.nodes().stream())
                .anyMatch(node -> node.variable().equals(variable));
        List<String> properties = hint.nonEmptyNameList().symbolicNameString().stream()
                .map(Reading::name)
                .toList();
        String label = Reading.name(hint.labelOrRelType().symbolicNameString());
        reading.notices.hinted(new IndexHint(
                onNode, variable, label, properties, Reading.position(hint).place()));
    }

    private Clause merge(Cypher5Parser.MergeClauseContext context, Position position) {
        List<SetItem> onCreate = new ArrayList<>();
        List<SetItem> onMatch = new ArrayList<>();
        for (Cypher5Parser.MergeActionContext action : context.mergeAction()) {
            (action.CREATE() != null ? onCreate : onMatch).addAll(setItems(action.setClause()));
        }
        return new Clause.Merge(reading.patterns.created(context.pattern()), onCreate, onMatch, position);
    }

    private List<SetItem> setItems(Cypher5Parser.SetClauseContext context) {
        List<SetItem> result = new ArrayList<>();
        for (Cypher5Parser.SetItemContext item : context.setItem()) {
            if (item instanceof Cypher5Parser.SetPropContext c) {
                result.add(property(c.propertyExpression(), expr(c.expression())));
            } else if (item instanceof Cypher5Parser.SetDynamicPropContext c) {
                result.add(property(c.dynamicPropertyExpression(), expr(c.expression())));
            } else if (item instanceof Cypher5Parser.SetPropsContext c) {
                result.add(new SetItem.Properties(
                        reading.expressions.variable(c.variable()), false, expr(c.expression())));
            } else if (item instanceof Cypher5Parser.AddPropContext c) {
                result.add(
                        new SetItem.Properties(reading.expressions.variable(c.variable()), true, expr(c.expression())));
            } else if (item instanceof Cypher5Parser.SetLabelsContext c) {
                result.add(labels(c.variable(), c.nodeLabels(), false));
            } else if (item instanceof Cypher5Parser.SetLabelsIsContext c) {
                result.add(labels(c.variable(), c.nodeLabelsIs(), false));
            } else {
                throw reading.unsupported(item, "SET " + Reading.text(item));
            }
        }
        return result;
    }

    private List<SetItem> removeItems(Cypher5Parser.RemoveClauseContext context) {
        List<SetItem> result = new ArrayList<>();
        for (Cypher5Parser.RemoveItemContext item : context.removeItem()) {
            if (item instanceof Cypher5Parser.RemovePropContext c) {
                result.add(property(c.propertyExpression(), new Expr.Literal(null)));
            } else if (item instanceof Cypher5Parser.RemoveDynamicPropContext c) {
                result.add(property(c.dynamicPropertyExpression(), new Expr.Literal(null)));
            } else if (item instanceof Cypher5Parser.RemoveLabelsContext c) {
                result.add(labels(c.variable(), c.nodeLabels(), true));
            } else if (item instanceof Cypher5Parser.RemoveLabelsIsContext c) {
                result.add(labels(c.variable(), c.nodeLabelsIs(), true));
            } else {
                throw reading.unsupported(item, "REMOVE " + Reading.text(item));
            }
        }
        return result;
    }

    private SetItem labels(
            Cypher5Parser.VariableContext variable, Cypher5Parser.NodeLabelsContext labels, boolean remove) {
        return new SetItem.Labels(
                reading.expressions.variable(variable),
                reading.patterns.names(labels.labelType()),
                reading.patterns.dynamicNames(labels.dynamicLabelType()),
                remove);
    }

    /** {@code IS A} has its first label apart. */
    private SetItem labels(
            Cypher5Parser.VariableContext variable, Cypher5Parser.NodeLabelsIsContext labels, boolean remove) {
        List<String> names = new ArrayList<>(reading.patterns.names(labels.labelType()));
        List<Expr> dynamic = new ArrayList<>(reading.patterns.dynamicNames(labels.dynamicLabelType()));
        if (labels.symbolicNameString() != null) {
            names.add(0, Reading.name(labels.symbolicNameString()));
        } else {
            dynamic.add(0, expr(labels.dynamicExpression().expression()));
        }
        return new SetItem.Labels(reading.expressions.variable(variable), names, dynamic, remove);
    }

    private SetItem property(Cypher5Parser.PropertyExpressionContext context, Expr value) {
        Expr target = reading.expressions.atom(context.expression1());
        List<Cypher5Parser.PropertyContext> keys = context.property();
        for (Cypher5Parser.PropertyContext key : keys.subList(0, keys.size() - 1)) {
            target = reading.expressions.property(target, key);
        }
        String last = Reading.name(keys.get(keys.size() - 1).propertyKeyName());
        return new SetItem.Property(target, new Expr.Literal(last), value);
    }

    private SetItem property(Cypher5Parser.DynamicPropertyExpressionContext context, Expr value) {
        return new SetItem.Property(
                reading.expressions.atom(context.expression1()),
                expr(context.dynamicProperty().expression()),
                value);
    }

    private Clause call(Cypher5Parser.CallClauseContext context, Position position) {
        if (context.OPTIONAL() != null) {
            throw reading.unsupported(context, "OPTIONAL CALL");
        }
        List<Expr> arguments = context.LPAREN() == null ? null : new ArrayList<>();
        context.procedureArgument().forEach(a -> arguments.add(expr(a.expression())));
        List<Clause.Yield> yields = context.YIELD() == null ? null : new ArrayList<>();
        for (Cypher5Parser.ProcedureResultItemContext item : context.procedureResultItem()) {
            String column = Reading.name(item.symbolicNameString());
            yields.add(new Clause.Yield(column, item.variable() == null ? column : Reading.name(item.variable())));
        }
        Cypher5Parser.ProcedureNameContext name = context.procedureName();
        return new Clause.CallProcedure(
                AtomReader.dotted(name.namespace().symbolicNameString(), name.symbolicNameString()),
                arguments,
                context.TIMES() != null,
                yields,
                where(context.whereClause()),
                position);
    }

    private Clause subquery(Cypher5Parser.SubqueryClauseContext context, Position position) {
        Cypher5Parser.SubqueryScopeContext scope = context.subqueryScope();
        List<Expr.Variable> imports = scope == null
                ? null
                : scope.variable().stream().map(reading.expressions::variable).toList();
        return new Clause.CallSubquery(
                context.OPTIONAL() != null,
                query(context.regularQuery()),
                imports,
                scope != null && scope.TIMES() != null,
                inTransactions(context.subqueryInTransactionsParameters()),
                position);
    }

    private Clause loadCsv(Cypher5Parser.LoadCSVClauseContext context, Position position) {
        String separator = context.FIELDTERMINATOR() == null ? "," : Literals.string(reading, context.stringLiteral());
        if (separator.length() != 1) {
            throw reading.error(
                    context.stringLiteral(),
                    CypherError.PATTERN,
                    "CSV field terminator can only be one character wide");
        }
        return new Clause.LoadCsv(
                context.HEADERS() != null,
                expr(context.expression()),
                Reading.name(context.variable()),
                separator.charAt(0),
                position);
    }

    private Clause.InTransactions inTransactions(Cypher5Parser.SubqueryInTransactionsParametersContext context) {
        if (context == null) {
            return null;
        }
        once(context, "OF ROWS", context.subqueryInTransactionsBatchParameters());
        once(context, "ON ERROR", context.subqueryInTransactionsErrorParameters());
        once(context, "REPORT STATUS", context.subqueryInTransactionsReportParameters());
        Expr rows = context.subqueryInTransactionsBatchParameters().isEmpty()
                ? null
                : expr(context.subqueryInTransactionsBatchParameters(0).expression());
        Clause.OnError onError = Clause.OnError.FAIL;
        for (Cypher5Parser.SubqueryInTransactionsErrorParametersContext c :
                context.subqueryInTransactionsErrorParameters()) {
            onError = c.CONTINUE() != null
                    ? Clause.OnError.CONTINUE
                    : c.BREAK() != null ? Clause.OnError.BREAK : Clause.OnError.FAIL;
        }
        String report = context.subqueryInTransactionsReportParameters().isEmpty()
                ? null
                : Reading.name(context.subqueryInTransactionsReportParameters(0).variable());
        if (report != null && onError == Clause.OnError.FAIL) {
            throw reading.error(
                    context,
                    CypherError.PATTERN,
                    "REPORT STATUS can only be used when specifying ON ERROR CONTINUE or ON ERROR BREAK");
        }
        return new Clause.InTransactions(rows, onError, report, Reading.position(context));
    }

    private void once(ParserRuleContext context, String what, List<?> written) {
        if (written.size() > 1) {
            throw reading.error(context, CypherError.CLAUSE_ORDER, "Duplicated " + what + " parameter");
        }
    }

    Clause.Projection projection(Cypher5Parser.ReturnBodyContext context, Expr where) {
        List<Clause.Item> items = new ArrayList<>();
        for (Cypher5Parser.ReturnItemContext item : context.returnItems().returnItem()) {
            boolean aliased = item.variable() != null;
            String name = aliased ? Reading.name(item.variable()) : Reading.text(item.expression());
            Expr expression = expr(item.expression());
            if (!aliased && expression instanceof Expr.Variable variable) {
                name = variable.name();
            }
            items.add(new Clause.Item(expression, name, aliased, Reading.position(item)));
        }
        return new Clause.Projection(
                context.DISTINCT() != null,
                context.returnItems().TIMES() != null,
                items,
                order(context.orderBy()),
                context.skip() == null ? null : expr(context.skip().expression()),
                context.limit() == null ? null : expr(context.limit().expression()),
                where);
    }

    List<Clause.SortItem> order(Cypher5Parser.OrderByContext context) {
        List<Clause.SortItem> result = new ArrayList<>();
        if (context != null) {
            context.orderItem()
                    .forEach(i -> result.add(new Clause.SortItem(expr(i.expression()), i.descToken() != null)));
        }
        return result;
    }
}
