package dev.muster.node.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;

/** Lets a person type statements over several lines, with editing and a history that is kept in a file. */
final class LineEditor implements AutoCloseable {
    private static final int HISTORY_SIZE = 5_000;

    private static final String INTERRUPTED =
            "Interrupted (statements end with a semicolon; type :exit or Ctrl-D to leave)";

    private final Terminal terminal;
    /** Whether its Ctrl-C is a signal to this process. */
    private final boolean ofThisProcess;

    private final LineReader statements;
    private final LineReader answers;

    private LineEditor(Terminal terminal, Path historyFile, boolean ofThisProcess) {
        this.terminal = terminal;
        this.ofThisProcess = ofThisProcess;
        this.statements = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("muster shell")
                .parser(LineEditor::parse)
                .completer(new WordCompleter())
                .history(new StatementHistory())
                .variable(LineReader.HISTORY_FILE, historyFile)
                .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_SIZE)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P  ")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .build();
        this.answers = LineReaderBuilder.builder().terminal(terminal).build(); // passwords stay out of the history
    }

    /** Takes the terminal of this process. */
    static LineEditor open(Path historyFile) throws IOException {
        return new LineEditor(TerminalBuilder.builder().system(true).build(), historyFile, true);
    }

    /** For tests: a terminal made of streams. */
    static LineEditor over(Terminal terminal, Path historyFile) {
        return new LineEditor(terminal, historyFile, false);
    }

    /** What was typed, complete; empty after Ctrl-C, which says how to leave; null after Ctrl-D. */
    String readStatements(String prompt) {
        try {
            return statements.readLine(prompt);
        } catch (UserInterruptException e) {
            terminal.writer().println(INTERRUPTED);
            terminal.flush();
            return "";
        } catch (EndOfFileException e) {
            return null;
        }
    }

    /** An answer to a question, {@code mask} null to show it; null after Ctrl-C or Ctrl-D. */
    String ask(String question, Character mask) {
        try {
            return answers.readLine(question, mask);
        } catch (UserInterruptException | EndOfFileException e) {
            return null;
        }
    }

    /** Does the work; meanwhile Ctrl-C calls {@code interrupt}, on a thread of the terminal's, instead of ending the process. */
    void interruptibly(Runnable interrupt, Runnable work) {
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> interrupt.run());
        // Terminals that can do next to nothing do not pass signals on.
        Object beforeHere = ofThisProcess ? Signals.register("INT", interrupt) : null;
        try {
            work.run();
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
            if (ofThisProcess) {
                Signals.unregister("INT", beforeHere);
            }
        }
    }

    List<String> history() {
        List<String> lines = new ArrayList<>();
        statements.getHistory().forEach(entry -> lines.add(entry.line()));
        return lines;
    }

    @Override
    public void close() throws IOException {
        statements.getHistory().save();
        terminal.close();
    }

    /** Asks for more lines until what was typed is complete. */
    private static ParsedLine parse(String line, int cursor, Parser.ParseContext context) {
        if (context == Parser.ParseContext.ACCEPT_LINE) {
            StatementSplitter splitter = new StatementSplitter();
            splitter.add(line);
            if (splitter.isIncomplete()) {
                throw new EOFError(-1, -1, "the statement has not ended");
            }
        }
        return new Typed(line, cursor);
    }

    /** What was typed: for completion, the word that stands before the cursor. */
    private record Typed(String line, int cursor) implements CompletingParsedLine {
        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return word().length();
        }

        @Override
        public int rawWordLength() {
            return word().length();
        }

        @Override
        public String word() {
            return WordCompleter.begun(line, cursor);
        }

        @Override
        public int wordCursor() {
            return word().length();
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word());
        }
    }
}
