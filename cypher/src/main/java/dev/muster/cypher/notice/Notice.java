package dev.muster.cypher.notice;

import dev.muster.cypher.Notification;
import dev.muster.cypher.Notification.Category;
import dev.muster.cypher.Notification.Severity;
import dev.muster.cypher.Place;

/**
 * Every notification of this module with the codes and texts of Neo4j 5 (its manual of status codes), and {@code %1$s},
 * {@code %2$s} … for what differs.
 */
public enum Notice {
    /** Patterns in one MATCH that nothing connects: which variables, and the patterns. */
    CARTESIAN_PRODUCT(
            "Statement.CartesianProduct",
            "03N90",
            Severity.INFORMATION,
            Category.PERFORMANCE,
            "This query builds a cartesian product between disconnected patterns.",
            "If a part of a query contains multiple disconnected patterns, this will build a cartesian product between all"
                    + " those parts. This may produce a large amount of data and slow down query processing. While"
                    + " occasionally intended, it may often be possible to reformulate the query that avoids the use of"
                    + " this cross product, perhaps by adding a relationship between the different parts or by using"
                    + " OPTIONAL MATCH (%1$s)",
            "info: cartesian product. The disconnected patterns `%2$s` build a cartesian product. A cartesian product may"
                    + " produce a large amount of data and slow down query processing."),
    /** A search of shortest paths without an upper limit: the pattern. */
    UNBOUNDED_SHORTEST_PATH(
            "Statement.UnboundedVariableLengthPattern",
            "03N91",
            Severity.INFORMATION,
            Category.PERFORMANCE,
            "The provided pattern is unbounded, consider adding an upper limit to the number of node hops.",
            "Using shortest path with an unbounded pattern will likely result in long execution times. It is recommended to"
                    + " use an upper limit to the number of node hops in your pattern.",
            "info: unbounded variable length pattern. The provided pattern `%1$s` is unbounded. Shortest path with an"
                    + " unbounded pattern may result in long execution times. Use an upper limit (e.g. `[*..5]`) on the"
                    + " number of node hops in your pattern."),
    /** Properties whose names are computed, where an index could have served: a phrase that names labels or types, and those. */
    DYNAMIC_PROPERTY(
            "Statement.DynamicProperty",
            "03N95",
            Severity.INFORMATION,
            Category.PERFORMANCE,
            "Queries using dynamic properties will use neither index seeks nor index scans for those properties",
            "Using a dynamic property makes it impossible to use an index lookup for this query (%1$s)",
            "info: dynamic property. An index exists on label/type(s) %2$s. It is not possible to use indexes for dynamic"
                    + " properties. Consider using static properties."),
    /** LOAD CSV and a label without an index: the label. */
    NO_APPLICABLE_INDEX(
            "Statement.NoApplicableIndex",
            "03N93",
            Severity.INFORMATION,
            Category.PERFORMANCE,
            "Adding a schema index may speed up this query.",
            "Using LOAD CSV followed by a MATCH or MERGE that matches a non-indexed label will most likely not perform well"
                    + " on large data sets. Please consider using a schema index.",
            "info: no applicable index. `LOAD CSV` in combination with `MATCH` or `MERGE` on a label that does not have an"
                    + " index may result in long execution times. Consider adding an index for label `%1$s`."),
    /** USING INDEX of an index that is not there: the index in two spellings. */
    HINTED_INDEX_NOT_FOUND(
            "Schema.HintedIndexNotFound",
            "01N31",
            Severity.WARNING,
            Category.HINT,
            "The request (directly or indirectly) referred to an index that does not exist.",
            "The hinted index does not exist, please check the schema (index is: %1$s)",
            "warn: hinted index not found. Unable to create a plan with `%2$s` because the index does not exist."),
    /** The label, and the database. */
    UNKNOWN_LABEL(
            "Statement.UnknownLabelWarning",
            "01N50",
            Severity.WARNING,
            Category.UNRECOGNIZED,
            "The provided label is not in the database.",
            "One of the labels in your query is not available in the database, make sure you didn't misspell it or that the"
                    + " label is available when you run this statement in your application (the missing label name is:"
                    + " %1$s)",
            "warn: unknown label. The label `%1$s` does not exist in database `%2$s`. Verify that the spelling is correct."),
    /** The type, and the database. */
    UNKNOWN_TYPE(
            "Statement.UnknownRelationshipTypeWarning",
            "01N51",
            Severity.WARNING,
            Category.UNRECOGNIZED,
            "The provided relationship type is not in the database.",
            "One of the relationship types in your query is not available in the database, make sure you didn't misspell it"
                    + " or that the label is available when you run this statement in your application (the missing"
                    + " relationship type is: %1$s)",
            "warn: unknown relationship type. The relationship type `%1$s` does not exist in database `%2$s`. Verify that"
                    + " the spelling is correct."),
    /** The key, and the database. */
    UNKNOWN_KEY(
            "Statement.UnknownPropertyKeyWarning",
            "01N52",
            Severity.WARNING,
            Category.UNRECOGNIZED,
            "The provided property key is not in the database",
            "One of the property names in your query is not available in the database, make sure you didn't misspell it or"
                    + " that the label is available when you run this statement in your application (the missing property"
                    + " name is: %1$s)",
            "warn: unknown property key. The property `%1$s` does not exist in database `%2$s`. Verify that the spelling is"
                    + " correct."),
    /** An aggregating function has met a null. */
    NULL_SKIPPED(
            "Statement.AggregationSkippedNull",
            "01G11",
            Severity.WARNING,
            Category.UNRECOGNIZED,
            "The query contains an aggregation function that skips null values.",
            "The query contains an aggregation function that skips null values.",
            "warn: null value eliminated in set function."),
    /** CALL { } that does not say in parentheses what it imports: the imports. */
    SUBQUERY_WITHOUT_SCOPE(
            "Statement.FeatureDeprecationWarning",
            "01N00",
            Severity.WARNING,
            Category.DEPRECATION,
            Texts.DEPRECATED,
            "CALL subquery without a variable scope clause is deprecated. Use CALL (%1$s) { ... }",
            "warn: feature deprecated. CALL subquery without a variable scope clause is deprecated. Use CALL (%1$s) { ... }"),
    /** A function that another one replaces: both. */
    DEPRECATED_FUNCTION(
            "Statement.FeatureDeprecationWarning",
            "01N01",
            Severity.WARNING,
            Category.DEPRECATION,
            Texts.DEPRECATED,
            "The query used a deprecated function. ('%1$s' has been replaced by '%2$s')",
            "warn: feature deprecated with replacement. %1$s is deprecated. It is replaced by %2$s."),
    /** {@code [:A|:B]}: as written, and as it should be. */
    DEPRECATED_TYPE_SEPARATOR(
            "Statement.FeatureDeprecationWarning",
            "01N01",
            Severity.WARNING,
            Category.DEPRECATION,
            Texts.DEPRECATED,
            "The semantics of using colon in the separation of alternative relationship types will change in a future"
                    + " version. (Please use '%2$s' instead)",
            Texts.REPLACED),
    /** {@code SET a = b} with another element: as written, and as it should be. */
    DEPRECATED_PROPERTIES_OF(
            "Statement.FeatureDeprecationWarning",
            "01N01",
            Severity.WARNING,
            Category.DEPRECATION,
            Texts.DEPRECATED,
            "The use of nodes or relationships for setting properties is deprecated and will be removed in a future"
                    + " version. Please use properties() instead.",
            Texts.REPLACED),
    /** A shortest path of one hop: as written, and as it should be. */
    DEPRECATED_FIXED_SHORTEST_PATH(
            "Statement.FeatureDeprecationWarning",
            "01N01",
            Severity.WARNING,
            Category.DEPRECATION,
            Texts.DEPRECATED,
            "The use of shortestPath and allShortestPaths with fixed length relationships is deprecated and will be removed"
                    + " in a future version. Please use a path with a length of 1 [r*1..1] instead or a Match with a"
                    + " limit.",
            Texts.REPLACED),
    /** EXPLAIN without parameters: their names, plain and with dollars. */
    PARAMETER_MISSING(
            "Statement.ParameterNotProvided",
            "01N60",
            Severity.WARNING,
            Category.GENERIC,
            "The statement refers to a parameter that was not provided in the request.",
            "Did not supply query with enough parameters. The produced query plan will not be cached and is not executable"
                    + " without EXPLAIN. (Missing parameters: %1$s)",
            "warn: parameter missing. The query plan cannot be cached and is not executable without `EXPLAIN` due to the"
                    + " undefined parameter(s) `%2$s`. Provide the parameter(s)."),
    /** A variable of a subquery that has the name of one that it could have imported: the variable. */
    SUBQUERY_SHADOWS(
            "Statement.SubqueryVariableShadowing",
            "03N60",
            Severity.INFORMATION,
            Category.GENERIC,
            "Variable in subquery is shadowing a variable with the same name from the outer scope.",
            "Variable in subquery is shadowing a variable with the same name from the outer scope. If you want to use that"
                    + " variable instead, it must be imported into the subquery using a variable scope clause. (the shadowing"
                    + " variable is: `%1$s`)",
            "info: subquery variable shadowing. The variable `%1$s` in the subquery uses the same name as a variable from the"
                    + " outer query. Use `CALL (%1$s)` to import the one from the outer scope unless you want it to be a new"
                    + " variable."),
    /** OPTIONAL CALL of a subquery that gives no columns. */
    OPTIONAL_UNIT_SUBQUERY(
            "Statement.RedundantOptionalSubquery",
            "03N62",
            Severity.INFORMATION,
            Category.GENERIC,
            "The use of `OPTIONAL` is redundant when `CALL` is a unit subquery.",
            "The use of `OPTIONAL` is redundant as `CALL` is a unit subquery.",
            "info: redundant optional subquery. The use of `OPTIONAL` is redundant as `CALL` is a unit subquery."),
    /** What is asked of a relationship's type can be true of none: the expression. */
    UNSATISFIABLE_TYPES(
            "Statement.UnsatisfiableRelationshipTypeExpression",
            "01N61",
            Severity.WARNING,
            Category.GENERIC,
            "The query contains a relationship type expression that cannot be satisfied.",
            "Relationship type expression cannot possibly be satisfied. (`%1$s` can never be fulfilled by any relationship."
                    + " Relationships must have exactly one type.)",
            "warn: unsatisfiable relationship type expression. The expression `%1$s` cannot be satisfied because relationships"
                    + " must have exactly one type."),
    /** One relationship at two places of a MATCH: its variable, and the pattern. */
    REPEATED_RELATIONSHIP(
            "Statement.RepeatedRelationshipReference",
            "01N63",
            Severity.WARNING,
            Category.GENERIC,
            Texts.BOUND_TWICE,
            "A relationship is referenced more than once in the query, which leads to no results because relationships must"
                    + " not occur more than once in each result. (Relationship `%1$s` was repeated)",
            Texts.REPEATED),
    /** The same with a list of relationships. */
    REPEATED_RELATIONSHIPS(
            "Statement.RepeatedRelationshipReference",
            "01N63",
            Severity.WARNING,
            Category.GENERIC,
            Texts.BOUND_TWICE,
            "A variable-length relationship variable is bound more than once, which leads to no results because relationships"
                    + " must not occur more than once in each result. (Relationship %1$s was repeated)",
            Texts.REPEATED),
    /** IF NOT EXISTS: the command, and what there is. */
    RULE_EXISTS(
            "Schema.IndexOrConstraintAlreadyExists",
            "00NA0",
            Severity.INFORMATION,
            Category.SCHEMA,
            Texts.NO_EFFECT,
            "`%2$s` already exists.",
            "note: successful completion - index or constraint already exists. The command `%1$s` has no effect. The index or"
                    + " constraint specified by `%2$s` already exists."),
    /** IF EXISTS: the command, and the name. */
    RULE_DOES_NOT_EXIST(
            "Schema.IndexOrConstraintDoesNotExist",
            "00NA1",
            Severity.INFORMATION,
            Category.SCHEMA,
            Texts.NO_EFFECT,
            "`%2$s` does not exist.",
            "note: successful completion - index or constraint does not exist. The command `%1$s` has no effect. The specified"
                    + " index or constraint `%2$s` does not exist.");

    private final String code;
    private final String gqlStatus;
    private final Severity severity;
    private final Category category;
    private final String title;
    private final String description;
    private final String statusDescription;

    Notice(
            String code,
            String gqlStatus,
            Severity severity,
            Category category,
            String title,
            String description,
            String statusDescription) {
        this.code = "Neo.ClientNotification." + code;
        this.gqlStatus = gqlStatus;
        this.severity = severity;
        this.category = category;
        this.title = title;
        this.description = description;
        this.statusDescription = statusDescription;
    }

    /** The notification at a place, or, with null, of the whole statement. */
    public Notification at(Place place, Object... details) {
        return new Notification(
                code,
                title.formatted(details),
                description.formatted(details),
                gqlStatus,
                statusDescription.formatted(details),
                severity,
                category,
                place);
    }

    /** Texts that several have in common. */
    private static final class Texts {
        static final String DEPRECATED = "This feature is deprecated and will be removed in future versions.";
        static final String REPLACED =
                "warn: feature deprecated with replacement. `%1$s` is deprecated. It is replaced by `%2$s`.";
        static final String NO_EFFECT = "`%1$s` has no effect.";
        static final String BOUND_TWICE =
                "The query returns no results because a relationship variable is bound more than once.";
        static final String REPEATED =
                "warn: repeated relationship reference. `%1$s` is repeated in `%2$s`, which leads to no results.";
    }
}
