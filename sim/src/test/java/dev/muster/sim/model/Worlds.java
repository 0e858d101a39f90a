package dev.muster.sim.model;

import dev.muster.sim.cluster.ClientAnswer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Every catalog that may be, as far as the administrator can know: a command whose answer was lost may have been carried out,
 * or be carried out later, or never.
 */
final class Worlds {
    private final List<String> told = new ArrayList<>();
    private Set<World> possible = Set.of(new World(CatalogModel.BEGINNING, List.of()));

    /** A catalog, and the commands that may still come to it. */
    private record World(CatalogModel catalog, List<ModelStep> underWay) {}

    /** What was said to a command: leaves the worlds in which that is the answer. Says what is wrong if there are none. */
    String learn(ModelStep step, ClientAnswer answer) {
        told.add(step.text() + " -> " + answer.outcome() + " " + answer.code() + " " + answer.message());
        Set<World> after = new LinkedHashSet<>();
        for (World world : possible) {
            CatalogModel.Outcome expected = step.meaning().apply(world.catalog());
            switch (answer.outcome()) {
                case DONE -> {
                    if (expected.refusal() == null) {
                        after.add(new World(expected.after(), world.underWay()));
                    }
                }
                case REFUSED -> {
                    if (isOfTheMoment(answer.code()) || answer.code().equals(expected.refusal())) {
                        after.add(world);
                    }
                }
                case UNKNOWN -> {
                    List<ModelStep> underWay = new ArrayList<>(world.underWay());
                    underWay.add(step);
                    after.add(new World(world.catalog(), underWay));
                }
            }
        }
        String problem = after.isEmpty()
                ? "'" + step.text() + "' was answered " + answer.outcome() + " " + answer.code() + " ("
                        + answer.message() + "), expected one of "
                        + possible.stream()
                                .map(world -> String.valueOf(
                                        step.meaning().apply(world.catalog()).refusal()))
                                .distinct()
                                .toList()
                : null;
        possible = closed(after);
        return problem;
    }

    /** Nothing was done, and nothing is said of the catalog: no leader, nobody reached, no majority. */
    private static boolean isOfTheMoment(String code) {
        return code.isEmpty()
                || code.startsWith("Neo.TransientError.")
                || code.equals("Neo.ClientError.Cluster.NotALeader");
    }

    private static Set<World> closed(Set<World> worlds) {
        Set<World> all = new LinkedHashSet<>(worlds);
        List<World> open = new ArrayList<>(worlds);
        while (!open.isEmpty()) {
            World world = open.remove(open.size() - 1);
            for (int i = 0; i < world.underWay().size(); i++) {
                List<ModelStep> left = new ArrayList<>(world.underWay());
                ModelStep step = left.remove(i);
                World later = new World(step.meaning().apply(world.catalog()).after(), left);
                if (all.add(later)) {
                    open.add(later);
                }
            }
        }
        return all;
    }

    boolean allow(CatalogModel seen) {
        return possible.stream().anyMatch(world -> world.catalog().shown().equals(seen));
    }

    /** Whether a command may still be carried out. */
    boolean isUncertain() {
        return possible.stream().anyMatch(world -> !world.underWay().isEmpty());
    }

    /** What was asked and answered, and what may be. */
    String story() {
        return String.join("\n  ", told) + "\nmay be "
                + possible.stream().map(World::catalog).distinct().toList();
    }
}
