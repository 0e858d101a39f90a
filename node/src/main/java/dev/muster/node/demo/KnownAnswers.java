package dev.muster.node.demo;

import java.util.ArrayList;
import java.util.List;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Value;

/** Questions about the whole air-routes graph whose answers are known from elsewhere (resource {@code air-routes/README.md}). */
public final class KnownAnswers {
    /** A question in Cypher, and the rows of its answer in order; numbers are {@link Long}. */
    public record Question(String about, String cypher, List<List<Object>> rows) {}

    /** A question that was asked, and what came back. */
    public record Answer(Question question, List<List<Object>> rows) {
        public boolean isRight() {
            return rows.equals(question.rows());
        }
    }

    private static final List<Question> ALL = List.of(
            one("airports", "MATCH (a:airport) RETURN count(a)", 3504L),
            one("routes", "MATCH (:airport)-[r:route]->(:airport) RETURN count(r)", 50637L),
            one("routes out of LHR", "MATCH (:airport {code:'LHR'})-[r:route]->() RETURN count(r)", 221L),
            one("routes into LHR", "MATCH (:airport {code:'LHR'})<-[r:route]-() RETURN count(r)", 221L),
            one(
                    "airports within two routes of LHR",
                    "MATCH (l:airport {code:'LHR'})-[:route*1..2]->(a:airport) WHERE a <> l RETURN count(DISTINCT a)",
                    2294L),
            new Question(
                    "the longest route, both ways",
                    "MATCH (a)-[r:route]->(b) WITH a, r, b ORDER BY r.dist DESC, a.code"
                            + " RETURN a.code, b.code, r.dist LIMIT 2",
                    List.of(List.of("JFK", "SIN", 9526L), List.of("SIN", "JFK", 9526L))),
            new Question(
                    "airports with most routes",
                    "MATCH (a:airport)-[r:route]-() RETURN a.code, count(r) AS n ORDER BY n DESC, a.code LIMIT 5",
                    List.of(
                            List.of("FRA", 620L),
                            List.of("IST", 618L),
                            List.of("CDG", 587L),
                            List.of("AMS", 568L),
                            List.of("MUC", 541L))),
            new Question(
                    "countries with most airports",
                    "MATCH (c:country)-[:contains]->(a:airport) RETURN c.code, count(a) AS n"
                            + " ORDER BY n DESC, c.code LIMIT 5",
                    List.of(
                            List.of("US", 586L),
                            List.of("CN", 217L),
                            List.of("CA", 205L),
                            List.of("AU", 132L),
                            List.of("RU", 129L))),
            new Question(
                    "airports per continent",
                    "MATCH (c:continent)-[:contains]->(a:airport) RETURN c.code, count(a) ORDER BY c.code",
                    List.of(
                            List.of("AF", 321L),
                            List.of("AS", 971L),
                            List.of("EU", 605L),
                            List.of("NA", 989L),
                            List.of("OC", 305L),
                            List.of("SA", 313L))),
            one("airports without any route", "MATCH (a:airport) WHERE NOT (a)-[:route]-() RETURN count(a)", 28L),
            one("miles of all routes", "MATCH ()-[r:route]->() RETURN sum(r.dist)", 61418542L),
            one(
                    "routes from Germany to France",
                    "MATCH (:airport {country:'DE'})-[r:route]->(:airport {country:'FR'}) RETURN count(r)",
                    75L));

    private KnownAnswers() {}

    private static Question one(String about, String cypher, long value) {
        return new Question(about, cypher, List.of(List.of(value)));
    }

    /** All questions. */
    public static List<Question> all() {
        return ALL;
    }

    /** Asks all questions of a database. */
    public static List<Answer> ask(Driver driver, String database) {
        List<Answer> answers = new ArrayList<>();
        try (Session session = driver.session(SessionConfig.forDatabase(database))) {
            for (Question question : ALL) {
                List<List<Object>> rows =
                        session.executeRead(tx -> tx.run(question.cypher()).list(KnownAnswers::values));
                answers.add(new Answer(question, rows));
            }
        }
        return answers;
    }

    private static List<Object> values(Record record) {
        return record.values().stream().map(Value::asObject).toList();
    }
}
