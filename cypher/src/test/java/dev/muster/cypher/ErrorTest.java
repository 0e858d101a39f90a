package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.cypher.error.CypherError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a statement's author is told, and where. */
class ErrorTest {
    private final TestRuns runs = new TestRuns();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "RETURN x;UNDEFINED_VARIABLE;1:8;Variable `x` not defined",
                "MATCH (n)@RETURN m.x;UNDEFINED_VARIABLE;2:8;Variable `m` not defined",
                "MATCH (n) WITH 1 AS a RETURN n;UNDEFINED_VARIABLE;1:30;Variable `n` not defined",
                "RETURN nothing(1);UNKNOWN_FUNCTION;1:8;Unknown function 'nothing'",
                "RETURN my.own.thing(1);UNKNOWN_FUNCTION;1:8;Unknown function 'my.own.thing'",
                "RETURN size();ARGUMENT_COUNT;1:8;Insufficient or too many parameters for function 'size': 0 given",
                "RETURN count(1, 2);ARGUMENT_COUNT;1:8;Insufficient or too many parameters for function 'count': 2 given",
                "MATCH (n) WHERE count(n) > 1 RETURN n;AGGREGATE_PLACE;1:17;Invalid use of aggregating function count(...) in this context",
                "MATCH (n) RETURN max(count(n));AGGREGATE_PLACE;1:22;Invalid use of aggregating function count(...) in this context",
                "MATCH (n) RETURN n.x + count(*);IMPLICIT_GROUPING;1:18;Aggregation column contains implicit grouping expressions.",
                "RETURN 1 AS a, 2 AS a;DUPLICATE_COLUMN;1:16;Multiple result columns with the same name are not supported",
                "WITH 1 + 1 RETURN 2;UNALIASED;1:6;Expression in WITH must be aliased (use AS)",
                "RETURN 1 AS a UNION RETURN 1 AS b;UNION_COLUMNS;1:21;All sub queries in an UNION must have the same return column names",
                "MATCH (n) RETURN 1 AS x ORDER BY y;UNDEFINED_VARIABLE;1:34;Variable `y` not defined",
                "MATCH (n);CONCLUSION;1:1;Query cannot conclude with MATCH",
                "WITH 1 AS x;CONCLUSION;1:1;Query cannot conclude with WITH",
                "RETURN 1 RETURN 2;CLAUSE_ORDER;1:10;RETURN can only be used at the end of the query.",
                "CREATE (n) MATCH (m) RETURN m;CLAUSE_ORDER;1:12;WITH is required between CREATE and MATCH",
                "RETURN *;NO_VARIABLES;1:1;RETURN * is not allowed when there are no variables in scope",
                "MATCH (a)-[a]->() RETURN a;PATTERN;1:10;Cannot use the same relationship variable 'a' for multiple relationships",
                "MATCH ()-[r]->()-[r]->() RETURN r;PATTERN;1:17;Cannot use the same relationship variable 'r' for multiple relationships",
                "MATCH ()-[r]->() MATCH (r) RETURN r;TYPE_CLASH;1:24;Type mismatch: `r` defined with conflicting type Relationship (expected Node)",
                "MATCH (n {x: 1}), p = (n) MATCH p = (n) RETURN p;ALREADY_DECLARED;1:33;Variable `p` already declared",
                "MATCH (a) CREATE (a:B);ALREADY_DECLARED;1:18;Variable `a` already declared",
                "CREATE ()-[:A]-();PATTERN;1:10;Only directed relationships are supported in CREATE",
                "CREATE ()-[]->();PATTERN;1:10;Exactly one relationship type must be specified for CREATE.",
                "MATCH (n $p) RETURN n;PATTERN;1:7;Parameter maps cannot be used in `MATCH` patterns",
                "RETURN 9223372036854775808;INVALID_LITERAL;1:8;Invalid literal 9223372036854775808 (integer is too large)",
                "`RETURN 1; RETURN 2`;ONE_STATEMENT;1:11;Expected exactly one statement per query but got: 2",
                "MATCH (a) WHERE (a)-->(b) RETURN a;PATTERN;1:17;PatternExpressions are not allowed to introduce new variables: 'b'.",
                "LOAD CSV FROM 'x' AS l FIELDTERMINATOR '::' RETURN l;PATTERN;1:40;CSV field terminator can only be one character wide",
                "WITH 1 AS l LOAD CSV FROM 'x' AS l RETURN l;ALREADY_DECLARED;1:13;Variable `l` already declared",
                "CREATE () LOAD CSV FROM 'x' AS l RETURN l;CLAUSE_ORDER;1:11;WITH is required between CREATE and LOAD CSV",
                "LOAD CSV FROM 'x' AS l;CONCLUSION;1:1;Query cannot conclude with LOAD CSV",
                "MATCH (a)-[:R]->{3,1}(b) RETURN a;PATTERN;1:17;A quantifier for a path pattern must not have a lower bound which exceeds its upper bound.",
                "MATCH (a)-[:R]->{0}(b) RETURN a;PATTERN;1:17;A quantifier for a path pattern must not be limited by 0.",
                "MATCH (a)-[:R*2]->+(b) RETURN a;PATTERN;1:19;Variable length relationships cannot be part of a quantified path pattern.",
                "MATCH (a)-[r:R*2 WHERE r.x = 1]->(b) RETURN a;PATTERN;1:10;Relationship pattern predicates are not supported for variable-length relationships.",
                "CREATE (:$any(['A', 'B']));PATTERN;1:8;Label expressions in patterns are not allowed in CREATE or MERGE",
                "CREATE ()-[:$any(['A'])]->();PATTERN;1:10;Exactly one relationship type must be specified for CREATE.",
                "CREATE (a)-[:R]->{1,3}(b);PATTERN;1:11;Variable length relationships cannot be used in CREATE",
                "MATCH p = shortestPath((a)-[:R]->+(b)) RETURN p;NOT_SUPPORTED;1:34;not supported yet: quantified relationships in shortestPath",
                "RETURN 1 IS :: INTEGER NOT NULL | STRING;TYPE_NULLABILITY;1:16;All types in a Closed Dynamic Union must be nullable, or be appended with `NOT NULL`",
                "RETURN 1 IS :: ANY<INTEGER | STRING> NOT NULL;PATTERN;1:16;Closed Dynamic Union Types can not be appended with `NOT NULL`",
                "MATCH (a)(b) RETURN a;PATTERN;1:7;Juxtaposition is currently only supported for quantified path patterns.",
                "MATCH (a) ((x)-->(y))+ (b)(c) RETURN a;PATTERN;1:27;Juxtaposition is currently only supported for quantified path patterns.",
                "MATCH ((a)-[:R]->(b)){3,1} RETURN a;PATTERN;1:22;A quantifier for a path pattern must not have a lower bound which exceeds its upper bound.",
                "MATCH ((a))+ RETURN a;PATTERN;1:7;A quantified path pattern needs to have at least one relationship.",
                "MATCH ((a)-[:R*]->(b))+ RETURN a;PATTERN;1:7;Variable length relationships cannot be part of a quantified path pattern.",
                "MATCH ((a)-[:R]->+(b))+ RETURN a;NESTED_QUANTIFIERS;1:8;Quantified path patterns are not allowed to be nested.",
                "MATCH (((a)-[:R]->(b))+)+ RETURN a;NESTED_QUANTIFIERS;1:8;Quantified path patterns are not allowed to be nested.",
                "MATCH (p = (a)-[:R]->(b))+ RETURN a;PATTERN;1:8;Assigning a path in a quantified path pattern is not yet supported.",
                "MATCH (a) ((a)-[:R]->(b))+ RETURN a;PATTERN;1:11;The variable `a` occurs both inside and outside a quantified path pattern and needs to be renamed.",
                "MATCH (c) ((a)-[:R]->(b) WHERE a.x = c.x)+ RETURN a;BEYOND_GROUP;1:11;From within a quantified path pattern, one may only reference variables",
                "CREATE ((a)-[:R]->(b)){2};PATTERN;1:8;Quantified path patterns are not allowed in a CREATE clause, but only in a MATCH clause.",
                "MATCH SHORTEST 2 (a)-[:R]->+(b)-->*(c), (d) RETURN a;SELECTOR_NOT_ALONE;1:7;Multiple path patterns cannot be used in the same clause",
                "MATCH ()-[r*]->() MATCH ANY SHORTEST (a)-[r]->+()-->(b) RETURN a;NOT_SUPPORTED;1:41;not supported yet: matching a bound list of relationships (`r`)",
                "MATCH SHORTEST 2 (a) ((x)-[r]->(y) WHERE x.k = m.k)+ (m)-->+(b) RETURN a;BEYOND_GROUP;1:22;From within a quantified path pattern, one may only reference variables",
                "MATCH SHORTEST 2 (a)-[r]->+(b)-[r]->(c) RETURN a;PATTERN;1:31;Cannot use the same relationship variable 'r' for multiple relationships",
                "MATCH SHORTEST 0 (a)-[:R]->+(b) RETURN a;PATTERN;1:7;The path count needs to be greater than 0.",
                "MATCH p = (a)-->(b) MATCH p = SHORTEST 2 (a)-->+(b)-->*(c) RETURN p;ALREADY_DECLARED;1:27;Variable `p` already declared",
                "MATCH SHORTEST 2 (a)-->+(m $map)-->+(b) RETURN a;PATTERN;1:25;Parameter maps cannot be used in `MATCH` patterns",
                "MATCH ANY SHORTEST (a)-[:R]->+(b), (c) RETURN a;SELECTOR_NOT_ALONE;1:7;Multiple path patterns cannot be used in the same clause",
                "MATCH ANY SHORTEST p = shortestPath((a)-[:R*]->(b)) RETURN p;INVALID_INPUT;1:20;Invalid input",
                "CREATE ANY SHORTEST (a)-[:R]->+(b);PATTERN;1:8;Path selectors such as `ANY SHORTEST` cannot be used in a CREATE clause",
                "CALL { CALL { CREATE () } IN TRANSACTIONS } RETURN 1;CLAUSE_ORDER;1:27;CALL { ... } IN TRANSACTIONS in a subquery is not supported",
                "CREATE () WITH 1 AS x CALL { CREATE () } IN TRANSACTIONS;CLAUSE_ORDER;1:42;CALL { ... } IN TRANSACTIONS after a write clause is not supported",
                "CALL { CREATE () } IN TRANSACTIONS UNION CALL { CREATE () } IN TRANSACTIONS;CLAUSE_ORDER;1:20;CALL { ... } IN TRANSACTIONS in a UNION is not supported",
                "CALL { CREATE () } IN TRANSACTIONS REPORT STATUS AS s RETURN s;PATTERN;1:20;REPORT STATUS can only be used when specifying ON ERROR CONTINUE or ON ERROR BREAK",
                "CALL { CREATE () } IN TRANSACTIONS OF 1 ROWS OF 2 ROWS;CLAUSE_ORDER;1:20;Duplicated OF ROWS parameter",
                "UNWIND [1] AS s CALL { CREATE () } IN TRANSACTIONS ON ERROR BREAK REPORT STATUS AS s RETURN s;ALREADY_DECLARED;1:17;Variable `s` already declared",
            })
    void saysWhatAndWhere(String query, CypherError error, String place, String text) {
        String written = query.replace("@", "\n");
        String[] lineAndColumn = place.split(":");
        assertThatThrownBy(() -> runs.engine.prepare(written))
                .isInstanceOfSatisfying(
                        CypherException.class, e -> assertThat(e.code()).isEqualTo(error.code()))
                .hasMessageStartingWith(text)
                .hasMessageContaining("(line " + lineAndColumn[0] + ", column " + lineAndColumn[1] + " (offset: ");
    }

    @Test
    void aSyntaxErrorShowsTheLineAndACaret() {
        assertThatThrownBy(() -> runs.engine.prepare("RETURN 1;\n  RETRUN 2"))
                .isInstanceOfSatisfying(
                        CypherException.class,
                        e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Statement.SyntaxError"))
                .hasMessageStartingWith("Invalid input 'RETRUN': expected ")
                .hasMessageEndingWith(" (line 2, column 3 (offset: 12))\n\"  RETRUN 2\"\n   ^");
        assertThatThrownBy(() -> runs.engine.prepare("MATCH (n RETURN n"))
                .hasMessageEndingWith("(line 1, column 10 (offset: 9))\n\"MATCH (n RETURN n\"\n          ^");
        assertThatThrownBy(() -> runs.engine.prepare("")).hasMessageStartingWith("Unexpected end of input");
        assertThatThrownBy(() -> runs.engine.prepare("RETURN 'open"))
                .hasMessageContaining("(line 1, column 8 (offset: 7))");
    }

    @Test
    void offsetsAreTrueBehindOptions() {
        assertThatThrownBy(() -> runs.engine.prepare("CYPHER 5 runtime=slotted RETURN x"))
                .hasMessageContaining("(line 1, column 33 (offset: 32))");
        assertThatThrownBy(() -> runs.engine.prepare("CYPHER 5 EXPLAIN RETURN x"))
                .hasMessageContaining("(line 1, column 25 (offset: 24))");
        assertThat(runs.value("/* hi */ cypher planner=cost RETURN 1 // there")).isEqualTo(1L);
        assertThat(runs.value("RETURN 1 AS explain;")).isEqualTo(1L);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "CYPHER 25 RETURN 1;not supported yet: Cypher version 25",
                "MATCH p = shortestPath((a)-[*]-(b)) WHERE length(p) > 2 RETURN p;not supported yet: WHERE on the path of shortestPath (`p`); use WITH first (line 1, column 1 ",
            })
    void whatIsNotSupportedIsNamed(String query, String text) {
        assertThatThrownBy(() -> runs.engine.prepare(query))
                .isInstanceOfSatisfying(
                        CypherException.class,
                        e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Statement.NotSupported"))
                .hasMessageStartingWith(text);
    }

    @ParameterizedTest(name = "{0} …")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "RETURN ;(;1;)",
                "RETURN ;[;1;]",
                "RETURN ;NOT(;true;)",
                "RETURN;` CASE WHEN`;` true`;` THEN 1 END`"
            })
    void deepNestingIsAnErrorNotTheEndOfTheStack(String start, String open, String middle, String close) {
        String text = start + open.repeat(10_000) + middle + close.repeat(10_000);
        assertThatThrownBy(() -> runs.engine.prepare(text)).hasMessageContaining("nested too deeply");
    }

    @Test
    void longChainsAreNoDeepNesting() {
        assertThat(runs.value("RETURN true" + " AND true".repeat(5_000))).isEqualTo(true);
        assertThat(runs.value("RETURN 1" + " + 1".repeat(400))).isEqualTo(401L);
        assertThatThrownBy(() -> runs.engine.prepare("RETURN 1" + " + 1".repeat(10_000)))
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void missingParametersAreNamedTogether() {
        assertThatThrownBy(() -> runs.run("RETURN $b, $a, $c", Map.of("c", 1L)))
                .isInstanceOfSatisfying(
                        CypherException.class,
                        e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Statement.ParameterMissing"))
                .hasMessage("Expected parameter(s): a, b");
    }

    @Test
    void limitsMustBeWholeNumbers() {
        assertThatThrownBy(() -> runs.run("UNWIND [1] AS x RETURN x LIMIT $n", Map.of("n", 1.0)))
                .isInstanceOfSatisfying(
                        CypherException.class,
                        e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Statement.ArgumentError"))
                .hasMessage("LIMIT: Invalid input. '1.0' is not a valid value. Must be a non-negative integer.");
    }

    @Test
    void unknownProceduresAreNamed() {
        assertThatThrownBy(() -> runs.run("CALL no.such.thing()"))
                .isInstanceOfSatisfying(
                        CypherException.class,
                        e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Procedure.ProcedureNotFound"))
                .hasMessageStartingWith("There is no procedure with the name `no.such.thing` registered");
    }
}
