package dev.muster.cypher.parse;

import dev.muster.catalog.security.Action;
import dev.muster.catalog.security.Scope;
import dev.muster.cypher.parse.SecurityDraft.Arguments;
import org.antlr.v4.runtime.ParserRuleContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/**
 * Reads what GRANT, DENY and REVOKE are about: actions on whole databases and on the system as a whole. What is finer (labels,
 * properties, single procedures) is refused by name.
 */
final class PrivilegeReader {
    private final Reading reading;
    private final SecurityDraft draft;

    PrivilegeReader(Reading reading, SecurityDraft draft) {
        this.reading = reading;
        this.draft = draft;
    }

    /** Where: {@code databases} are those of {@link Scope.Kind#ONE}. */
    record Where(Scope.Kind kind, Arguments databases) {
        static final Where EVERYWHERE = new Where(Scope.Kind.ALL, Arguments.NONE);
        static final Where HOME = new Where(Scope.Kind.HOME, Arguments.NONE);
    }

    /** A privilege that is wanted; {@code users} are those that IMPERSONATE is about. */
    record Wanted(Action action, Where scope, Arguments users) {
        Wanted(Action action, Where scope) {
            this(action, scope, Arguments.NONE);
        }
    }

    Wanted read(Cypher5Parser.PrivilegeContext context) {
        if (context.allPrivilege() != null) {
            return all(context.allPrivilege().allPrivilegeTarget());
        } else if (context.createPrivilege() != null) {
            return create(context.createPrivilege());
        } else if (context.dropPrivilege() != null) {
            return drop(context.dropPrivilege());
        } else if (context.showPrivilege() != null) {
            return show(context.showPrivilege());
        } else if (context.setPrivilege() != null) {
            return set(context.setPrivilege());
        } else if (context.removePrivilege() != null) {
            return remove(context.removePrivilege());
        } else if (context.writePrivilege() != null) {
            return new Wanted(Action.WRITE, where(context.writePrivilege().graphScope()));
        } else if (context.databasePrivilege() != null) {
            return onDatabase(context.databasePrivilege());
        } else if (context.dbmsPrivilege() != null) {
            return onDbms(context.dbmsPrivilege());
        } else if (context.qualifiedGraphPrivilegesWithProperty() != null) {
            return match(context.qualifiedGraphPrivilegesWithProperty());
        }
        throw finer(context);
    }

    private RuntimeException finer(ParserRuleContext context) {
        return reading.unsupported(
                context,
                "the privilege " + Reading.text(context) + "; privileges are on whole databases and on the DBMS");
    }

    private Wanted all(Cypher5Parser.AllPrivilegeTargetContext context) {
        if (context instanceof Cypher5Parser.DefaultTargetContext c) {
            return new Wanted(c.GRAPH() != null ? Action.ALL_ON_GRAPH : Action.ALL_ON_DATABASE, Where.HOME);
        } else if (context instanceof Cypher5Parser.DatabaseVariableTargetContext c) {
            return new Wanted(Action.ALL_ON_DATABASE, where(c.symbolicAliasNameList()));
        } else if (context instanceof Cypher5Parser.GraphVariableTargetContext c) {
            return new Wanted(Action.ALL_ON_GRAPH, where(c.symbolicAliasNameList()));
        }
        return new Wanted(Action.ALL_ON_DBMS, Where.EVERYWHERE);
    }

    private Wanted create(Cypher5Parser.CreatePrivilegeContext context) {
        Cypher5Parser.CreatePrivilegeForDatabaseContext database = context.createPrivilegeForDatabase();
        Cypher5Parser.ActionForDBMSContext dbms = context.actionForDBMS();
        if (database != null) {
            Action action = database.indexToken() != null
                    ? Action.CREATE_INDEX
                    : database.constraintToken() != null
                            ? Action.CREATE_CONSTRAINT
                            : database.createNodePrivilegeToken() != null
                                    ? Action.CREATE_LABEL
                                    : database.createRelPrivilegeToken() != null
                                            ? Action.CREATE_TYPE
                                            : Action.CREATE_NAME;
            return new Wanted(action, where(context.databaseScope()));
        } else if (dbms == null || dbms.COMPOSITE() != null) {
            throw finer(context);
        } else if (dbms.ALIAS() != null) {
            return new Wanted(Action.CREATE_ALIAS, Where.EVERYWHERE);
        }
        return new Wanted(
                dbms.USER() != null
                        ? Action.CREATE_USER
                        : dbms.ROLE() != null ? Action.CREATE_ROLE : Action.CREATE_DATABASE,
                Where.EVERYWHERE);
    }

    private Wanted drop(Cypher5Parser.DropPrivilegeContext context) {
        Cypher5Parser.ActionForDBMSContext dbms = context.actionForDBMS();
        if (dbms == null) {
            return new Wanted(
                    context.indexToken() != null ? Action.DROP_INDEX : Action.DROP_CONSTRAINT,
                    where(context.databaseScope()));
        } else if (dbms.COMPOSITE() != null) {
            throw finer(context);
        } else if (dbms.ALIAS() != null) {
            return new Wanted(Action.DROP_ALIAS, Where.EVERYWHERE);
        }
        return new Wanted(
                dbms.USER() != null ? Action.DROP_USER : dbms.ROLE() != null ? Action.DROP_ROLE : Action.DROP_DATABASE,
                Where.EVERYWHERE);
    }

    private Wanted show(Cypher5Parser.ShowPrivilegeContext context) {
        if (context.indexToken() != null) {
            return new Wanted(Action.SHOW_INDEX, where(context.databaseScope()));
        } else if (context.constraintToken() != null) {
            return new Wanted(Action.SHOW_CONSTRAINT, where(context.databaseScope()));
        } else if (context.USER() != null) {
            return new Wanted(Action.SHOW_USER, Where.EVERYWHERE);
        } else if (context.ROLE() != null) {
            return new Wanted(Action.SHOW_ROLE, Where.EVERYWHERE);
        } else if (context.ALIAS() != null) {
            return new Wanted(Action.SHOW_ALIAS, Where.EVERYWHERE);
        } else if (context.PRIVILEGE() != null) {
            return new Wanted(Action.SHOW_PRIVILEGE, Where.EVERYWHERE);
        } else if (context.SERVER() != null || context.SERVERS() != null) {
            return new Wanted(Action.SHOW_SERVER, Where.EVERYWHERE);
        }
        throw finer(context);
    }

    private Wanted set(Cypher5Parser.SetPrivilegeContext context) {
        if (context.passwordToken() != null) {
            return new Wanted(Action.SET_PASSWORD, Where.EVERYWHERE);
        } else if (context.STATUS() != null) {
            return new Wanted(Action.SET_USER_STATUS, Where.EVERYWHERE);
        } else if (context.USER() != null && context.HOME() != null) {
            return new Wanted(Action.SET_USER_HOME, Where.EVERYWHERE);
        } else if (context.ACCESS() != null) {
            return new Wanted(Action.SET_DATABASE_ACCESS, Where.EVERYWHERE);
        }
        throw finer(context);
    }

    private Wanted remove(Cypher5Parser.RemovePrivilegeContext context) {
        if (context.PRIVILEGE() != null) {
            return new Wanted(Action.REMOVE_PRIVILEGE, Where.EVERYWHERE);
        } else if (context.ROLE() != null) {
            return new Wanted(Action.REMOVE_ROLE, Where.EVERYWHERE);
        }
        throw finer(context);
    }

    private Wanted onDatabase(Cypher5Parser.DatabasePrivilegeContext context) {
        Action action;
        if (context.ACCESS() != null) {
            action = Action.ACCESS;
        } else if (context.START() != null) {
            action = Action.START;
        } else if (context.STOP() != null) {
            action = Action.STOP;
        } else if (context.indexToken() != null) {
            action = Action.INDEX_MANAGEMENT;
        } else if (context.constraintToken() != null) {
            action = Action.CONSTRAINT_MANAGEMENT;
        } else if (context.NAME() != null) {
            action = Action.NAME_MANAGEMENT;
        } else {
            throw finer(context);
        }
        return new Wanted(action, where(context.databaseScope()));
    }

    private Wanted onDbms(Cypher5Parser.DbmsPrivilegeContext context) {
        if (context.COMPOSITE() != null) {
            throw finer(context);
        } else if (context.ALIAS() != null) {
            return new Wanted(context.ALTER() != null ? Action.ALTER_ALIAS : Action.ALIAS_MANAGEMENT, Where.EVERYWHERE);
        } else if (context.IMPERSONATE() != null) {
            Cypher5Parser.UserQualifierContext whom = context.userQualifier();
            return new Wanted(
                    Action.IMPERSONATE,
                    Where.EVERYWHERE,
                    whom == null || whom.userNames() == null
                            ? Arguments.NONE
                            : draft.names(whom.userNames().symbolicNameOrStringParameterList()));
        } else if (context.dbmsPrivilegeExecute() != null) {
            if (context.dbmsPrivilegeExecute().adminToken() == null) {
                throw finer(context);
            }
            return new Wanted(Action.EXECUTE_ADMIN, Where.EVERYWHERE);
        }
        return new Wanted(onDbmsObject(context), Where.EVERYWHERE);
    }

    private Action onDbmsObject(Cypher5Parser.DbmsPrivilegeContext context) {
        if (context.ALTER() != null) {
            return context.USER() != null ? Action.ALTER_USER : Action.ALTER_DATABASE;
        } else if (context.ASSIGN() != null) {
            return context.ROLE() != null ? Action.ASSIGN_ROLE : Action.ASSIGN_PRIVILEGE;
        } else if (context.RENAME() != null) {
            return context.ROLE() != null ? Action.RENAME_ROLE : Action.RENAME_USER;
        } else if (context.USER() != null) {
            return Action.USER_MANAGEMENT;
        } else if (context.ROLE() != null) {
            return Action.ROLE_MANAGEMENT;
        } else if (context.PRIVILEGE() != null) {
            return Action.PRIVILEGE_MANAGEMENT;
        }
        return context.SERVER() != null ? Action.SERVER_MANAGEMENT : Action.DATABASE_MANAGEMENT;
    }

    /** Only of all properties of all elements. */
    private Wanted match(Cypher5Parser.QualifiedGraphPrivilegesWithPropertyContext context) {
        Cypher5Parser.GraphQualifierContext qualifier = context.graphQualifier();
        boolean allElements = qualifier.getChildCount() == 0
                || (qualifier.TIMES() != null
                        && qualifier.graphQualifierToken() != null
                        && qualifier.graphQualifierToken().elementToken() != null);
        if (context.MATCH() == null || context.propertiesResource().TIMES() == null || !allElements) {
            throw finer(context);
        }
        return new Wanted(Action.MATCH, where(context.graphScope()));
    }

    private Where where(Cypher5Parser.DatabaseScopeContext context) {
        return context.HOME() != null || context.DEFAULT() != null
                ? Where.HOME
                : where(context.symbolicAliasNameList());
    }

    private Where where(Cypher5Parser.GraphScopeContext context) {
        return context.HOME() != null || context.DEFAULT() != null
                ? Where.HOME
                : where(context.symbolicAliasNameList());
    }

    /** Null is {@code *}. */
    private Where where(Cypher5Parser.SymbolicAliasNameListContext names) {
        return names == null ? Where.EVERYWHERE : new Where(Scope.Kind.ONE, draft.databases(names));
    }
}
