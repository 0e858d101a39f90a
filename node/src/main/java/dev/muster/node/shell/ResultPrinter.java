package dev.muster.node.shell;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.jline.utils.WCWidth;
import org.neo4j.driver.Record;
import org.neo4j.driver.Result;
import org.neo4j.driver.summary.ResultSummary;
import org.neo4j.driver.summary.SummaryCounters;

/** Prints results as they arrive: plain for other programs, verbose (boxed, with a footer) for people. */
record ResultPrinter(PrintWriter out, boolean verbose) {
    /** Column widths are taken from so many rows; the rest is printed as it comes. */
    private static final int ROWS_MEASURED = 1_000;

    /** Prints all rows and what happened. Throws what the driver throws, after the rows that came before it. */
    ResultSummary print(Result result) {
        List<String> columns = result.keys();
        long rows = 0;
        if (!columns.isEmpty()) {
            Iterator<List<String>> texts = texts(result);
            rows = verbose ? printTable(columns, texts) : printPlain(columns, texts);
        }
        ResultSummary summary = result.consume();
        new PlanPrinter(out).print(summary);
        if (verbose) {
            printFooter(summary, rows);
        }
        out.flush();
        return summary;
    }

    private static Iterator<List<String>> texts(Result result) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return result.hasNext();
            }

            @Override
            public List<String> next() {
                Record row = result.next();
                return row.values().stream().map(ValueText::of).toList();
            }
        };
    }

    private long printPlain(List<String> columns, Iterator<List<String>> rows) {
        long count = 0;
        boolean more = rows.hasNext(); // a failing query prints no header
        out.println(String.join(", ", columns));
        for (; more; more = rows.hasNext()) {
            out.println(String.join(", ", rows.next()));
            count++;
        }
        return count;
    }

    long printTable(List<String> columns, Iterator<List<String>> rows) {
        List<List<String>> measured = new ArrayList<>();
        while (measured.size() < ROWS_MEASURED && rows.hasNext()) {
            measured.add(rows.next());
        }
        int[] widths = widths(columns, measured);
        String line = line(widths);
        out.println(line);
        out.println(boxed(columns, widths));
        out.println(line);
        measured.forEach(row -> out.println(boxed(row, widths)));
        long count = measured.size();
        while (rows.hasNext()) {
            out.println(boxed(rows.next(), widths));
            count++;
        }
        out.println(line);
        out.println();
        return count;
    }

    private static int[] widths(List<String> columns, List<List<String>> rows) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = width(columns.get(i));
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        return widths;
    }

    private static int width(String text) {
        return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
    }

    private static String line(int[] widths) {
        int inner = 3 * widths.length - 1;
        for (int width : widths) {
            inner += width;
        }
        return "+" + "-".repeat(inner) + "+";
    }

    private static String boxed(List<String> cells, int[] widths) {
        StringJoiner row = new StringJoiner(" | ", "| ", " |");
        for (int i = 0; i < widths.length; i++) {
            row.add(cells.get(i) + " ".repeat(Math.max(0, widths[i] - width(cells.get(i)))));
        }
        return row.toString();
    }

    private void printFooter(ResultSummary summary, long rows) {
        out.println(rows + (rows == 1 ? " row" : " rows") + " available after "
                + summary.resultAvailableAfter(TimeUnit.MILLISECONDS) + " ms, consumed after another "
                + summary.resultConsumedAfter(TimeUnit.MILLISECONDS) + " ms");
        String changes = changes(summary.counters());
        if (!changes.isEmpty()) {
            out.println(changes);
        }
    }

    private static String changes(SummaryCounters counters) {
        StringJoiner changes = new StringJoiner(", ");
        add(changes, "Added %d nodes", counters.nodesCreated());
        add(changes, "Created %d relationships", counters.relationshipsCreated());
        add(changes, "Set %d properties", counters.propertiesSet());
        add(changes, "Deleted %d nodes", counters.nodesDeleted());
        add(changes, "Deleted %d relationships", counters.relationshipsDeleted());
        add(changes, "Added %d labels", counters.labelsAdded());
        add(changes, "Removed %d labels", counters.labelsRemoved());
        add(changes, "Added %d indexes", counters.indexesAdded());
        add(changes, "Removed %d indexes", counters.indexesRemoved());
        add(changes, "Added %d constraints", counters.constraintsAdded());
        add(changes, "Removed %d constraints", counters.constraintsRemoved());
        return changes.toString();
    }

    private static void add(StringJoiner changes, String text, int count) {
        if (count > 0) {
            changes.add(String.format(text, count));
        }
    }
}
