package dev.muster.cypher.run;

import dev.muster.cypher.ast.PathPattern.Selection;
import dev.muster.cypher.value.NodeRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * The shortest paths between each pair of ends of a pattern that may have any length, no relationship twice in one: the first
 * ones, or all of the first lengths. The pattern is searched from one end by distance, as far as needed, which costs as much as
 * there are places; then paths are put together from the other end, those first that can be the shortest. If there are fewer than
 * wanted, all are looked for, and that may be many.
 *
 * @param toBound whether the other end is known too; otherwise all that can be reached are
 * @param parts in the order of the search
 * @param conditions on a whole path, which count before the selection
 * @param backwards whether {@code from} is the right end of the pattern as written
 * @param dependsOnRow whether steps read the row, so that a search serves one row only
 */
public record PathSearch(
        int from,
        int to,
        boolean toBound,
        List<SearchPart> parts,
        Selection selection,
        List<Expression> conditions,
        boolean backwards,
        boolean dependsOnRow)
        implements Operator {
    private static final long PARTIAL_BYTES = 56;

    @Override
    public RowSource open(RowSource input, Run run) {
        FlatMap search = new FlatMap() {
            private SearchTree tree;

            @Override
            public Iterator<Object[]> rows(Object[] row, Run same) {
                if (!(row[from] instanceof NodeRef start) || toBound && !(row[to] instanceof NodeRef)) {
                    return List.<Object[]>of().iterator();
                }
                if (tree == null || dependsOnRow || !tree.startsAt(start)) {
                    if (tree != null) {
                        tree.close();
                    }
                    tree = new SearchTree(start, parts, row, run);
                }
                return new Ends(tree, ends(tree, row), row, run);
            }
        };
        return search.open(input, run);
    }

    private Iterator<SearchTree.Stop> ends(SearchTree tree, Object[] row) {
        if (!toBound) {
            return tree.ends().iterator();
        }
        SearchTree.Stop end = tree.end((NodeRef) row[to]);
        return end == null ? Collections.emptyIterator() : List.of(end).iterator();
    }

    /** The paths to one end after the other. */
    private final class Ends implements Iterator<Object[]> {
        private final SearchTree tree;
        private final Iterator<SearchTree.Stop> ends;
        private final Object[] row;
        private final Run run;
        private Iterator<Object[]> paths = Collections.emptyIterator();

        Ends(SearchTree tree, Iterator<SearchTree.Stop> ends, Object[] row, Run run) {
            this.tree = tree;
            this.ends = ends;
            this.row = row;
            this.run = run;
        }

        @Override
        public boolean hasNext() {
            while (!paths.hasNext() && ends.hasNext()) {
                paths = new Paths(tree, ends.next(), row, run);
            }
            return paths.hasNext();
        }

        @Override
        public Object[] next() {
            return paths.next();
        }
    }

    /**
     * The last part of a path that is put together from its end.
     *
     * @param rest what comes after it; null at the end, as {@code edge}, which leads there
     * @param length of this much of the path
     * @param number counts them, so that the order is always the same
     */
    private record Partial(SearchTree.Stop at, Partial rest, SearchTree.Edge edge, int length, long number) {
        /** No path that ends like this is shorter. */
        int lengthMin() {
            return length + at.distance();
        }

        boolean uses(SearchTree.Edge other) {
            for (Partial partial = this; partial.edge != null; partial = partial.rest) {
                if (partial.edge.taken() != null && meet(partial.edge, other)) {
                    return true;
                }
            }
            return false;
        }

        private static boolean meet(SearchTree.Edge one, SearchTree.Edge other) {
            for (int i = 0; i < one.length(); i++) {
                for (int j = 0; j < other.length(); j++) {
                    if (one.taken()[i].equals(other.taken()[j])) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** The nearer to the beginning of those that can be equally short, so that one path is soon complete. */
    private static final Comparator<Partial> SHORTEST_FIRST = Comparator.comparingInt(Partial::lengthMin)
            .thenComparingInt(partial -> partial.at().distance())
            .thenComparingLong(Partial::number);

    /** The paths between two nodes, shortest first. */
    private final class Paths implements Iterator<Object[]> {
        private final SearchTree tree;
        private final SearchTree.Stop goal;
        private final Object[] row;
        private final Run run;
        private final Memory.Account account;
        private final PriorityQueue<Partial> open = new PriorityQueue<>(SHORTEST_FIRST);
        /** All ways of this length are known, and longer ones are not looked at yet. */
        private int horizon;

        /** Paths of this length have been given. */
        private int done = -1;

        private int further = 1;
        private long partials;
        private int given;
        private int lengths;
        private int lastLength = -1;
        private boolean ended;
        private Object[] found;

        Paths(SearchTree tree, SearchTree.Stop goal, Object[] row, Run run) {
            this.tree = tree;
            this.goal = goal;
            this.row = row;
            this.run = run;
            this.account = run.memory().account();
            lookTo(goal.distance());
        }

        private void lookTo(int length) {
            tree.searchTo(length);
            horizon = tree.isComplete() ? Integer.MAX_VALUE : length;
            open.clear();
            account.close();
            add(goal, null, null, 0);
        }

        private void add(SearchTree.Stop at, Partial rest, SearchTree.Edge edge, int length) {
            account.keep(PARTIAL_BYTES);
            open.add(new Partial(at, rest, edge, length, partials++));
        }

        @Override
        public boolean hasNext() {
            while (found == null && !ended) {
                step();
            }
            return found != null;
        }

        private void step() {
            run.tick();
            Partial next = open.peek();
            if (next == null || next.lengthMin() > horizon) {
                goFurther();
            } else if (isEnough(next.lengthMin())) {
                end();
            } else {
                open.poll();
                if (next.at() == tree.origin() && next.length() > done) {
                    offer(next);
                }
                goBack(next);
            }
        }

        /** Begins again, with longer paths, if there can be any; those that were given are not given again. */
        private void goFurther() {
            if (horizon == Integer.MAX_VALUE) {
                end();
                return;
            }
            done = horizon;
            lookTo(horizon + further);
            further *= 2;
        }

        private boolean isEnough(int length) {
            return selection.groups()
                    ? lengths == selection.count() && length > lastLength
                    : given == selection.count();
        }

        private void end() {
            ended = true;
            open.clear();
            account.close();
        }

        private void goBack(Partial partial) {
            for (SearchTree.Edge edge : partial.at().arrivals) {
                int lengthMin = partial.length() + edge.length() + edge.from().distance();
                if (lengthMin <= horizon && (edge.taken() == null || !partial.uses(edge))) {
                    add(edge.from(), partial, edge, partial.length() + edge.length());
                }
            }
        }

        private void offer(Partial path) {
            Object[] candidate = row.clone();
            List<Object[]> steps = new ArrayList<>();
            for (Partial at = path; at.edge() != null; at = at.rest()) {
                if (at.edge().taken() != null) {
                    steps.add(at.edge().taken());
                    continue;
                }
                SearchTree.Stop last = at.edge().from();
                SearchPart part = parts.get(last.part);
                part.put(steps, candidate, backwards);
                candidate[part.node()] = last.node;
                steps.clear();
            }
            if (conditions.stream().allMatch(condition -> Boolean.TRUE.equals(condition.evaluate(candidate, run)))) {
                given++;
                lengths += path.length() == lastLength ? 0 : 1;
                lastLength = path.length();
                found = candidate;
            }
        }

        @Override
        public Object[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Object[] result = found;
            found = null;
            return result;
        }
    }
}
