package dev.muster.cypher.parse;

import dev.muster.cypher.ast.Command;
import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.error.CypherError;
import dev.muster.store.schema.PropertyType;
import dev.muster.store.schema.SchemaRule.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Reads the commands of indexes and constraints. */
final class SchemaReader {
    private final Reading reading;
    private final CommandReader commands;

    SchemaReader(Reading reading, CommandReader commands) {
        this.reading = reading;
        this.commands = commands;
    }

    /** Null if the command is of another sort. */
    Command read(Cypher5Parser.CommandContext context) {
        Cypher5Parser.CreateCommandContext create = context.createCommand();
        Cypher5Parser.DropCommandContext drop = context.dropCommand();
        Cypher5Parser.ShowCommandContext show = context.showCommand();
        if (create != null && create.createIndex() != null) {
            return index(create.createIndex());
        } else if (create != null && create.createConstraint() != null) {
            return constraint(create.createConstraint());
        } else if (drop != null && drop.dropIndex() != null) {
            Cypher5Parser.DropIndexContext c = drop.dropIndex();
            return new Command.DropRule(name(c, c.symbolicNameOrStringParameter()), false, c.IF() != null);
        } else if (drop != null && drop.dropConstraint() != null) {
            Cypher5Parser.DropConstraintContext c = drop.dropConstraint();
            return new Command.DropRule(name(c, c.symbolicNameOrStringParameter()), true, c.IF() != null);
        } else if (show != null && show.showIndexCommand() != null) {
            return indexes(show.showIndexCommand());
        } else if (show != null && show.showConstraintCommand() != null) {
            return constraints(show.showConstraintCommand());
        }
        return null;
    }

    private Expr name(ParserRuleContext command, Cypher5Parser.SymbolicNameOrStringParameterContext context) {
        if (context == null) {
            throw reading.unsupported(command, "dropping indexes and constraints by what they are on; use their names");
        }
        return context.parameter() != null
                ? AtomReader.parameter(context.parameter())
                : new Expr.Literal(Reading.name(context.symbolicNameString()));
    }

    private Command index(Cypher5Parser.CreateIndexContext context) {
        Cypher5Parser.CreateIndex_Context index = context.createIndex_();
        boolean range = context.TEXT() == null && context.POINT() == null && context.VECTOR() == null;
        if (index == null || !range || context.BTREE() != null) {
            throw reading.unsupported(context, "indexes other than RANGE INDEX … FOR (…) ON (…)");
        }
        refuse(index.commandOptions());
        Target target = target(index.commandNodePattern(), index.commandRelPattern());
        Expr name = index.symbolicNameOrStringParameter() == null
                ? null
                : name(index, index.symbolicNameOrStringParameter());
        return new Command.CreateRule(
                name,
                target.kind(Kind.RANGE),
                target.label(),
                properties(target, index.propertyList()),
                null,
                index.IF() != null);
    }

    private Command constraint(Cypher5Parser.CreateConstraintContext context) {
        if (context.ON() != null) {
            throw reading.unsupported(context, "CREATE CONSTRAINT ON … ASSERT …; use FOR … REQUIRE …");
        }
        refuse(context.commandOptions());
        Target target = target(context.commandNodePattern(), context.commandRelPattern());
        Kind kind;
        PropertyType type = null;
        Cypher5Parser.PropertyListContext list;
        if (context.constraintType() instanceof Cypher5Parser.ConstraintIsUniqueContext c) {
            kind = Kind.UNIQUE;
            list = c.propertyList();
            checkWord(target, c, c.NODE(), c.RELATIONSHIP() != null ? c.RELATIONSHIP() : c.REL());
        } else if (context.constraintType() instanceof Cypher5Parser.ConstraintKeyContext c) {
            kind = Kind.KEY;
            list = c.propertyList();
            checkWord(target, c, c.NODE(), c.RELATIONSHIP() != null ? c.RELATIONSHIP() : c.REL());
        } else if (context.constraintType() instanceof Cypher5Parser.ConstraintIsNotNullContext c) {
            kind = Kind.EXISTENCE;
            list = c.propertyList();
        } else {
            Cypher5Parser.ConstraintTypedContext c = (Cypher5Parser.ConstraintTypedContext) context.constraintType();
            kind = Kind.PROPERTY_TYPE;
            list = c.propertyList();
            type = new ConstraintTypes(reading).read(c.type());
        }
        List<String> properties = properties(target, list);
        if ((kind == Kind.EXISTENCE || type != null) && properties.size() > 1) {
            String name = type == null ? "EXISTENCE" : "IS TYPED";
            throw reading.error(
                    list, CypherError.PATTERN, "Constraint type '" + name + "' does not allow multiple properties");
        }
        Expr name = context.symbolicNameOrStringParameter() == null
                ? null
                : name(context, context.symbolicNameOrStringParameter());
        return new Command.CreateRule(name, target.kind(kind), target.label(), properties, type, context.IF() != null);
    }

    private void refuse(Cypher5Parser.CommandOptionsContext options) {
        if (options != null) {
            throw reading.unsupported(options, "OPTIONS of indexes and constraints");
        }
    }

    /** What a rule is on, and the variable that stands for it in the command. */
    private record Target(boolean isRelationship, String label, String variable) {
        Kind kind(Kind onNodes) {
            return isRelationship ? onNodes.onRelationships() : onNodes;
        }
    }

    private static Target target(
            Cypher5Parser.CommandNodePatternContext node, Cypher5Parser.CommandRelPatternContext relationship) {
        return node == null
                ? new Target(
                        true,
                        Reading.name(relationship.relType().symbolicNameString()),
                        Reading.name(relationship.variable()))
                : new Target(false, Reading.name(node.labelType().symbolicNameString()), Reading.name(node.variable()));
    }

    /** {@code IS NODE KEY} is of nodes, {@code IS RELATIONSHIP KEY} of relationships; without the word both are. */
    private void checkWord(Target target, ParserRuleContext at, TerminalNode node, TerminalNode relationship) {
        TerminalNode wrong = target.isRelationship() ? node : relationship;
        if (wrong != null) {
            throw reading.error(at, CypherError.INVALID_TOKEN, wrong.getText());
        }
    }

    private List<String> properties(Target target, Cypher5Parser.PropertyListContext list) {
        Cypher5Parser.EnclosedPropertyListContext several = list.enclosedPropertyList();
        List<Cypher5Parser.VariableContext> variables = several == null ? List.of(list.variable()) : several.variable();
        List<Cypher5Parser.PropertyContext> properties =
                several == null ? List.of(list.property()) : several.property();
        String known = target.variable();
        for (Cypher5Parser.VariableContext variable : variables) {
            if (!Reading.name(variable).equals(known)) {
                throw reading.error(variable, CypherError.UNDEFINED_VARIABLE, Reading.name(variable));
            }
        }
        List<String> names =
                properties.stream().map(p -> Reading.name(p.propertyKeyName())).toList();
        if (Set.copyOf(names).size() < names.size()) {
            throw reading.error(list, CypherError.PATTERN, "A property occurs twice in the list");
        }
        return names;
    }

    private Command indexes(Cypher5Parser.ShowIndexCommandContext context) {
        Cypher5Parser.ShowIndexesNoBriefContext plain = context.showIndexesNoBrief();
        Cypher5Parser.ShowIndexesAllowBriefContext brief = context.showIndexesAllowBrief();
        boolean ranges = plain == null || context.RANGE() != null;
        return new Command.ShowRules(
                false,
                ranges
                        ? EnumSet.of(
                                Kind.RANGE,
                                Kind.UNIQUE,
                                Kind.KEY,
                                Kind.RELATIONSHIP_RANGE,
                                Kind.RELATIONSHIP_UNIQUE,
                                Kind.RELATIONSHIP_KEY)
                        : EnumSet.noneOf(Kind.class),
                plain == null
                        ? shaped(brief.showBriefAndYield(), brief.composableCommandClauses())
                        : composed(plain.composableCommandClauses())
                                .shaped(Command.Scope.ALL, null, plain.showCommandYield()));
    }

    private Command constraints(Cypher5Parser.ShowConstraintCommandContext context) {
        Cypher5Parser.ShowConstraintsAllowBriefAndYieldContext brief =
                context.getRuleContext(Cypher5Parser.ShowConstraintsAllowBriefAndYieldContext.class, 0);
        Cypher5Parser.ShowConstraintsAllowYieldContext plain =
                context.getRuleContext(Cypher5Parser.ShowConstraintsAllowYieldContext.class, 0);
        Set<Kind> kinds = ConstraintKinds.of(context);
        if (kinds == null) {
            throw reading.unsupported(context, Reading.text(context));
        }
        return new Command.ShowRules(
                true,
                kinds,
                plain != null
                        ? composed(plain.composableCommandClauses())
                                .shaped(Command.Scope.ALL, null, plain.showCommandYield())
                        : shaped(brief.showBriefAndYield(), brief.composableCommandClauses()));
    }

    private CommandReader composed(ParserRuleContext more) {
        if (more != null) {
            throw reading.unsupported(more, "clauses after a SHOW command");
        }
        return commands;
    }

    private Command.Show shaped(Cypher5Parser.ShowBriefAndYieldContext context, ParserRuleContext more) {
        composed(more);
        if (context == null) {
            return commands.shaped(Command.Scope.ALL, null, null);
        }
        if (context.BRIEF() != null || context.VERBOSE() != null) {
            throw reading.unsupported(context, "BRIEF and VERBOSE; use YIELD");
        }
        return commands.shaped(
                Command.Scope.ALL, null, context.whereClause(), context.yieldClause(), context.returnClause());
    }
}
