package dev.muster.node.config;

import java.io.Serial;
import java.util.List;

/** A configuration cannot be used; names every problem found, each with its file and line, not only the first. */
public final class ConfigException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<ConfigProblem> problems;

    public ConfigException(List<ConfigProblem> problems) {
        super(text(problems));
        this.problems = List.copyOf(problems);
    }

    /** At least one; in the order of the files and lines. */
    public List<ConfigProblem> problems() {
        return problems;
    }

    private static String text(List<ConfigProblem> problems) {
        return String.join("\n", problems.stream().map(ConfigProblem::text).toList());
    }
}
