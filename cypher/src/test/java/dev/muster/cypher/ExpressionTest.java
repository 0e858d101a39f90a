package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions and what they are worth, written as text. */
class ExpressionTest {
    private final TestRuns runs = new TestRuns();

    /** Values as text that shows their type: strings quoted, floats with a point. */
    static String shown(Object value) {
        if (value instanceof String text) {
            return "\"" + text + "\"";
        } else if (value instanceof List<?> list) {
            return list.stream().map(ExpressionTest::shown).toList().toString();
        } else if (value instanceof java.util.Map<?, ?> map) {
            StringBuilder result = new StringBuilder("{");
            map.forEach((k, v) -> result.append(result.length() > 1 ? ", " : "")
                    .append(k)
                    .append(": ")
                    .append(shown(v)));
            return result.append("}").toString();
        } else if (value instanceof Object[] array) {
            return shown(Arrays.asList(array));
        }
        return String.valueOf(value);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "1 + 2 * 3;7",
                "2 ^ 3;8.0",
                "7 / 2;3",
                "7 / 2.0;3.5",
                "-7 % 3;-1",
                "1 - -2;3",
                "1 -2;-1",
                "0x1F;31",
                "0o17;15",
                "1_000;1000",
                "1.5e3;1500.0",
                "'a' + 1;\"a1\"",
                "[1] + 2;[1, 2]",
                "1 + [2];[1, 2]",
                "1 + null;null",
                "'it' + '\\'' + 's';\"it's\"",
                "size('\\u0041\\n');2",
            })
    void arithmetic(String expression, String value) {
        assertThat(shown(runs.value("RETURN " + expression))).isEqualTo(value);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "true AND null;null",
                "false AND null;false",
                "true OR null;true",
                "false OR null;null",
                "true XOR null;null",
                "NOT null;null",
                "NOT NOT true;true",
                "null = null;null",
                "null <> 1;null",
                "1 = 1.0;true",
                "1 = 'a';false",
                "1 < 'a';null",
                "1 < 2 < 3;true",
                "1 < 3 < 2;false",
                "[1, null] = [1, 2];null",
                "[1, null] = [2, null];false",
                "{a: 1} = {a: 1.0};true",
                "null IS NULL;true",
                "1 IS NOT NULL;true",
                "3 IN [1, null];null",
                "1 IN [1, null];true",
                "1 IN [];false",
                "null IN [];false",
                "[1] IN [[1]];true",
                "0.0/0.0 = 0.0/0.0;false",
                "0.0/0.0 < 1;false",
                "9007199254740993 = 9007199254740992.0;false",
                "'abc' STARTS WITH 'ab';true",
                "'abc' ENDS WITH 'bc';true",
                "'abc' CONTAINS 'x';false",
                "'abc' STARTS WITH null;null",
                "'abc' =~ 'a.*';true",
                "'abc' =~ 'b';false",
                "true < false;false",
                "[1, 2] < [1, 3];true",
                "date('2020-01-01') < date('2020-01-02');true",
            })
    void logicAndComparison(String expression, String value) {
        assertThat(shown(runs.value("RETURN " + expression))).isEqualTo(value);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "[1,2,3][0];1",
                "[1,2,3][-1];3",
                "[1,2,3][5];null",
                "[1,2,3][1..];[2, 3]",
                "[1,2,3][..-1];[1, 2]",
                "[1,2,3][null..2];null",
                "{a: {b: 2}}.a.b;2",
                "{a: 1}['a'];1",
                "{a: 1}.z;null",
                "[x IN [1,2,3] WHERE x > 1 | x * 10];[20, 30]",
                "[x IN [1,2,3]];[1, 2, 3]",
                "[x IN null | x];null",
                "reduce(s = 0, x IN [1,2,3] | s + x);6",
                "all(x IN [1,null] WHERE x > 0);null",
                "any(x IN [1,null] WHERE x > 0);true",
                "none(x IN [] WHERE x);true",
                "single(x IN [1,2] WHERE x = 1);true",
                "CASE WHEN false THEN 1 WHEN true THEN 2 ELSE 3 END;2",
                "CASE 3 WHEN 1, 3 THEN 'x' ELSE 'y' END;\"x\"",
                "CASE 5 WHEN > 4 THEN 'big' END;\"big\"",
                "CASE 1 WHEN 2 THEN 1 END;null",
                "[x IN [1,2] | [x IN [x, x+1] | x]];[[1, 2], [2, 3]]",
                "{x: 1, y: [1, 'a']};{x: 1, y: [1, \"a\"]}",
            })
    void listsMapsAndCases(String expression, String value) {
        assertThat(shown(runs.value("RETURN " + expression))).isEqualTo(value);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "size('häß');3",
                "size([1,2]);2",
                "head([]);null",
                "last([1,2]);2",
                "tail([1,2,3]);[2, 3]",
                "range(0,4,2);[0, 2, 4]",
                "range(3,1,-1);[3, 2, 1]",
                "range(1,0);[]",
                "reverse('abc');\"cba\"",
                "reverse([1,2]);[2, 1]",
                "coalesce(null, 2, 3);2",
                "toString(1.0);\"1.0\"",
                "toString(true);\"true\"",
                "toInteger('42');42",
                "toInteger('4.7');4",
                "toInteger('x');null",
                "toInteger(2.9);2",
                "toFloat('1.5');1.5",
                "toBoolean('TRUE');true",
                "toBoolean('x');null",
                "toIntegerOrNull([1]);null",
                "toIntegerList(['1', 2.5, null]);[1, 2, null]",
                "toUpper('aé');\"AÉ\"",
                "trim('  a ');\"a\"",
                "ltrim('  a ');\"a \"",
                "trim(BOTH 'x' FROM 'xax');\"a\"",
                "replace('aXbX','X','-');\"a-b-\"",
                "split('a,b,,c',',');[\"a\", \"b\", \"\", \"c\"]",
                "substring('hello',1,3);\"ell\"",
                "substring('hello',3);\"lo\"",
                "left('hello',2);\"he\"",
                "right('hello',2);\"lo\"",
                "abs(-3);3",
                "sign(-2.5);-1",
                "round(2.5);3.0",
                "round(-2.5);-2.0",
                "round(3.14159,2);3.14",
                "ceil(1.2);2.0",
                "sqrt(16);4.0",
                "isEmpty('');true",
                "isEmpty([1]);false",
                "keys({a:1,b:2});[\"a\", \"b\"]",
                "exists({a:1}.a);true",
                "size(randomUUID());36",
                "timestamp();1795244400000",
                "isNaN(0.0/0.0);true",
                "pi() > 3.14;true",
                "nullIf(1, 1.0);null",
                "nullIf(1, 2);1",
                "nullIf(null, 2);null",
                "valueType(1);\"INTEGER NOT NULL\"",
                "valueType(null);\"NULL\"",
                "valueType(date());\"DATE NOT NULL\"",
                "valueType(datetime());\"ZONED DATETIME NOT NULL\"",
                "valueType([]);\"LIST<NOTHING> NOT NULL\"",
                "valueType([1, 'a', true]);\"LIST<BOOLEAN NOT NULL | STRING NOT NULL | INTEGER NOT NULL> NOT NULL\"",
                "valueType([1, null]);\"LIST<INTEGER> NOT NULL\"",
                "valueType([[1.5]]);\"LIST<LIST<FLOAT NOT NULL> NOT NULL> NOT NULL\"",
                "normalize('A\u030A') = '\u00C5';true",
                "normalize('\uFB01', NFKC);\"fi\"",
                "'\u00C5' IS NORMALIZED;true",
                "'\u00C5' IS NFD NORMALIZED;false",
                "'\u00C5' IS NOT NFD NORMALIZED;true",
                "1 IS NORMALIZED;null",
                "vector.similarity.cosine([1, 0], [0, 1]);0.5",
                "vector.similarity.euclidean([1.0, 2.0], [1.0, 2.0]);1.0",
                "db.nameFromElementId('4:00000000-0000-0007-0000-000000000007:0');\"neo4j\"",
            })
    void functions(String expression, String value) {
        assertThat(shown(runs.value("RETURN " + expression))).isEqualTo(value);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "toString(date());\"2026-11-21\"",
                "toString(datetime());\"2026-11-21T07:00:00Z\"",
                "toString(time());\"07:00:00Z\"",
                "toString(date('2020-02-29') + duration('P1Y'));\"2021-02-28\"",
                "toString(date({year:2020, month:5}));\"2020-05-01\"",
                "toString(date('2015-W30-2'));\"2015-07-21\"",
                "toString(date('202'+'0-123'));\"2020-05-02\"",
                "date('2020-05-17').quarter;2",
                "date('2020-05-17').dayOfWeek;7",
                "localtime('12:31:14.645').millisecond;645",
                "datetime('2020-01-01T00:00:00+01:00').epochSeconds;1577833200",
                "datetime('2020-06-01T10:00[Europe/Paris]').offset;\"+02:00\"",
                "toString(duration({days: 1.5, hours: 25}));\"P1DT37H\"",
                "toString(duration('P1Y2M3DT4H5M6.7S'));\"P1Y2M3DT4H5M6.7S\"",
                "toString(duration.between(date('2020-01-31'), date('2020-03-01')));\"P1M1D\"",
                "duration.inDays(date('2020-01-01'), date('2021-01-01')).days;366",
                "duration('PT90M').hours;1",
                "toString(localdatetime('2020-01-01T01:02:03') - duration('PT1H'));\"2020-01-01T00:02:03\"",
                "toString(datetime({epochMillis: 0}));\"1970-01-01T00:00:00Z\"",
                "toString(time('12:00+02:00'));\"12:00:00+02:00\"",
                "toString(duration('PT0S'));\"PT0S\"",
                "toString(duration('P1D') * 2);\"P2D\"",
                "point({x: 3, y: 4}).x;3.0",
                "point.distance(point({x:0,y:0}), point({x:3,y:4}));5.0",
                "round(point.distance(point({latitude:51.47,longitude:-0.45}), point({latitude:40.64,longitude:-73.78}))/1000);5547.0",
            })
    void timeAndSpace(String expression, String value) {
        assertThat(shown(runs.value("RETURN " + expression))).isEqualTo(value);
    }

    @ParameterizedTest(name = "{0} fails with {1}: {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "9223372036854775807 + 1;Statement.ArithmeticError;result of 9223372036854775807 + 1 cannot be represented as an integer",
                "1 / 0;Statement.ArithmeticError;/ by zero",
                "1 % 0;Statement.ArithmeticError;/ by zero",
                "true + 1;Statement.TypeError;Cannot add `Boolean` and `Integer`",
                "NOT head([1]);Statement.TypeError;Type mismatch: expected Boolean but was Integer",
                "size(head([1]));Statement.TypeError;Invalid input for function 'size()': Expected a String or List, got: Integer",
                "1 IN head([2]);Statement.TypeError;Type mismatch: expected List but was Integer",
                "head([1]).x;Statement.TypeError;Type mismatch: expected Map, Node, Relationship, Point, Duration or a temporal value but was Integer",
                "date('nonsense');Statement.ArgumentError;Text cannot be parsed to a temporal value: \"nonsense\"",
                "date({year: 2020, month: 13});Statement.ArgumentError;Invalid value for MonthOfYear (valid values 1 - 12): 13",
                "range(1, 2, 0);Statement.ArgumentError;Invalid input - step argument to 'range()' can't be zero",
                "vector.similarity.cosine([1], [1, 2]);Statement.ArgumentError;Invalid input for 'vector.similarity.cosine()': Expected two vectors of the same dimension, at least 1, got: 1 and 2",
                "vector.similarity.cosine([0], [0]);Statement.ArgumentError;Invalid input for 'vector.similarity.cosine()': Expected vectors that are not all zeros",
                "db.nameFromElementId('4:x:0');Statement.ArgumentError;'4:x:0' is not an element id of database neo4j",
                "'a' =~ '(';Statement.ArgumentError;Invalid Regex: Unclosed group near index 1\\n(",
            })
    void errors(String expression, String code, String text) {
        assertThatThrownBy(() -> runs.value("RETURN " + expression))
                .isInstanceOfSatisfying(
                        CypherException.class, e -> assertThat(e.code()).isEqualTo("Neo.ClientError." + code))
                .hasMessage(text.replace("\\n", "\n"));
    }

    /** All but those of composite databases ({@code graph.*}), and those of LOAD CSV, from the Cypher 5 manual's list. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "isEmpty exists",
                "char_length character_length coalesce elementId endNode head id last length nullIf properties randomUUID size",
                "startNode timestamp toBoolean toBooleanOrNull toFloat toFloatOrNull toInteger toIntegerOrNull type valueType",
                "avg collect count max min percentileCont percentileDisc stDev stDevP sum",
                "keys labels nodes range relationships reverse tail toBooleanList toFloatList toIntegerList toStringList",
                "abs ceil floor isNaN rand round sign e exp log log10 sqrt",
                "acos asin atan atan2 cos cot degrees haversin pi radians sin tan",
                "btrim left lower ltrim replace right rtrim split substring toLower toString toStringOrNull toUpper upper",
                "duration duration.between duration.inDays duration.inMonths duration.inSeconds",
                "date date.realtime date.statement date.transaction date.truncate",
                "datetime datetime.fromepoch datetime.fromepochmillis datetime.realtime datetime.statement",
                "datetime.transaction datetime.truncate localdatetime localdatetime.realtime localdatetime.statement",
                "localdatetime.transaction localdatetime.truncate localtime localtime.realtime localtime.statement",
                "localtime.transaction localtime.truncate time time.realtime time.statement time.transaction time.truncate",
                "point point.distance point.withinBBox vector.similarity.cosine vector.similarity.euclidean",
                "db.nameFromElementId",
            })
    void theFunctionsOfTheManualAreKnown(String names) {
        for (String name : names.split(" ")) {
            String text = "RETURN " + name + "(1, 1, 1, 1, 1, 1, 1)";
            Throwable failure = catchThrowable(() -> runs.run(text));
            assertThat(String.valueOf(failure)).as(name).doesNotContain("Unknown function");
        }
    }
}
