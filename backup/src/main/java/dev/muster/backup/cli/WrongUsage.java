package dev.muster.backup.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What to tell of a command line that cannot be understood; shared by all of Muster's commands. */
public final class WrongUsage {
    /** A word is taken for another one's misspelling if no more than one in so many letters differs. */
    private static final int LETTERS_PER_SLIP = 3;

    private WrongUsage() {}

    /**
     * The problem to tell: of a word that is unknown and a required one that is missing, the unknown, since it may be the
     * missing one misspelt. Parses {@code arguments} again; the commands must not be run after that.
     */
    public static ParameterException mostTelling(ParameterException problem, String[] arguments) {
        if (!(problem instanceof MissingParameterException)) {
            return problem;
        }
        CommandLine root = problem.getCommandLine();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        collectErrors(root.getCommandSpec());
        for (ParseResult each = root.parseArgs(arguments); each != null; each = each.subcommand()) {
            for (Exception found : each.errors()) {
                if (found instanceof UnmatchedArgumentException unmatched) {
                    return unmatched;
                }
            }
        }
        return problem;
    }

    private static void collectErrors(CommandSpec spec) {
        spec.parser().collectErrors(true);
        spec.subcommands().values().forEach(command -> collectErrors(command.getCommandSpec()));
    }

    /** What the first unknown word may have been meant to be, the nearest first; empty if nothing is near. */
    public static List<String> suggestions(ParameterException problem) {
        if (!(problem instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return List.of();
        }
        String word = nameOf(unmatched.getUnmatched().get(0));
        List<String> near = new ArrayList<>(known(problem.getCommandLine().getCommandSpec()));
        near.removeIf(candidate -> distance(word, candidate) > word.length() / LETTERS_PER_SLIP);
        near.sort((one, other) -> distance(word, one) - distance(word, other));
        return near;
    }

    private static String nameOf(String argument) {
        int equals = argument.indexOf('=');
        return argument.startsWith("-") && equals > 0 ? argument.substring(0, equals) : argument;
    }

    private static List<String> known(CommandSpec spec) {
        List<String> names = new ArrayList<>();
        spec.subcommands().forEach((name, command) -> {
            if (!command.getCommandSpec().usageMessage().hidden()) {
                names.add(name);
            }
        });
        spec.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> names.addAll(List.of(option.names())));
        return names;
    }

    /** How many letters must be changed, added, left out or swapped with their neighbour. */
    static int distance(String one, String other) {
        int[][] costs = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                costs[i][j] = i == 0 || j == 0 ? i + j : cost(one, other, i, j, costs);
            }
        }
        return costs[one.length()][other.length()];
    }

    private static int cost(String one, String other, int i, int j, int[][] costs) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int cheapest = Math.min(costs[i - 1][j - 1] + (same ? 0 : 1), Math.min(costs[i - 1][j], costs[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(cheapest, costs[i - 2][j - 2] + 1) : cheapest;
    }
}
