package dev.muster.backup.cli;

import java.io.PrintStream;
import java.util.List;

/** Columns that line up, as all commands print them. Pure but for {@link #print}. */
public final class TextTable {
    private TextTable() {}

    /** Prints rows of equal length, the first being the head, two spaces between columns. */
    public static void print(PrintStream out, List<List<String>> rows) {
        render(rows).forEach(out::println);
    }

    /** The lines that {@link #print} prints. */
    public static List<String> render(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
        }
        return line.toString().stripTrailing();
    }
}
