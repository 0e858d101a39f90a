package dev.muster.cypher.run;

import dev.muster.cypher.value.RelationshipRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The breadth-first search from one node, grown level by level as far as somebody asks, so that one search serves all ends.
 * Keeps for each reached node the relationships of the level before that lead to it: the first, or all of them.
 */
final class ShortestTree {
    /** A reached node with one relationship that leads to it. */
    private static final long NODE_BYTES = 200;

    private final long start;
    private final Hop hop;
    private final int max;
    private final boolean all;
    private final Object[] row;
    private final Run run;
    private final Memory.Account account;
    /** In the order in which nodes were reached; the start has an empty list. */
    private final Map<Long, List<RelationshipRef>> arrivals = new LinkedHashMap<>();

    /** The nodes of each depth that was searched, beginning with the start. */
    private final List<List<Long>> levels = new ArrayList<>();

    private List<Long> frontier;
    private int depth;

    ShortestTree(long start, Hop hop, int max, boolean all, Object[] row, Run run) {
        this.start = start;
        this.hop = hop;
        this.max = max;
        this.all = all;
        this.row = row.clone();
        this.run = run;
        this.account = run.memory().account();
        arrivals.put(start, List.of());
        frontier = List.of(start);
        levels.add(frontier);
    }

    /** To be called when it is not asked any more. */
    void close() {
        account.close();
    }

    boolean startsAt(long node) {
        return start == node;
    }

    /** Whether the node can be reached; searches only as deep as needed. */
    boolean reaches(long node) {
        while (!arrivals.containsKey(node) && !frontier.isEmpty() && depth < max) {
            grow();
        }
        return arrivals.containsKey(node);
    }

    private void grow() {
        Map<Long, List<RelationshipRef>> level = new LinkedHashMap<>();
        for (long node : frontier) {
            for (RelationshipRef next : hop.from(node, row, run)) {
                long other = next.otherEnd(node);
                if (arrivals.containsKey(other)) {
                    continue;
                }
                List<RelationshipRef> ways = level.computeIfAbsent(other, o -> new ArrayList<>(1));
                if (all || ways.isEmpty()) {
                    ways.add(next);
                }
            }
        }
        arrivals.putAll(level);
        account.keep(NODE_BYTES * level.size());
        frontier = new ArrayList<>(level.keySet());
        levels.add(frontier);
        depth++;
    }

    /** The shortest paths to a reached node, each as its relationships from the start; one, or all of them. */
    List<List<RelationshipRef>> pathsTo(long node) {
        return pathsTo(node, new HashMap<>());
    }

    private List<List<RelationshipRef>> pathsTo(long node, Map<Long, List<List<RelationshipRef>>> known) {
        if (node == start) {
            return List.of(List.of());
        }
        if (!all) {
            return List.of(onlyPathTo(node));
        }
        List<List<RelationshipRef>> paths = known.get(node);
        if (paths == null) {
            paths = new ArrayList<>();
            for (RelationshipRef last : arrivals.get(node)) {
                for (List<RelationshipRef> before : pathsTo(last.otherEnd(node), known)) {
                    run.tick();
                    List<RelationshipRef> path = new ArrayList<>(before);
                    path.add(last);
                    paths.add(path);
                }
            }
            known.put(node, paths);
        }
        return paths;
    }

    /**
     * The shortest paths of at least one relationship from the start back to it; one, or all of them. A shortest path to a node
     * and a relationship from there to the start are such a path, since relationships have a direction here: the way there cannot
     * be the way back.
     */
    List<List<RelationshipRef>> pathsBack() {
        for (int level = 0; level < max; level++) {
            List<List<RelationshipRef>> found = closed(level);
            if (!found.isEmpty()) {
                return all ? found : found.subList(0, 1);
            } else if (level == depth && !frontier.isEmpty()) {
                grow();
            }
            if (level + 1 >= levels.size() || levels.get(level + 1).isEmpty()) {
                return List.of();
            }
        }
        return List.of();
    }

    private List<List<RelationshipRef>> closed(int level) {
        List<List<RelationshipRef>> found = new ArrayList<>();
        for (long node : levels.get(level)) {
            for (RelationshipRef last : hop.from(node, start, row, run)) {
                for (List<RelationshipRef> before : pathsTo(node)) {
                    run.tick();
                    List<RelationshipRef> path = new ArrayList<>(before);
                    path.add(last);
                    found.add(path);
                }
            }
        }
        return found;
    }

    private List<RelationshipRef> onlyPathTo(long node) {
        List<RelationshipRef> path = new ArrayList<>();
        for (long at = node; at != start; ) {
            RelationshipRef last = arrivals.get(at).get(0);
            path.add(last);
            at = last.otherEnd(at);
        }
        Collections.reverse(path);
        return path;
    }
}
