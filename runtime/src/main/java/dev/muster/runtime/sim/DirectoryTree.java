package dev.muster.runtime.sim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The names on a simulated disk: as they are now, and the changes that a power cut may undo.
 *
 * <p>Changes of one directory are lost from some point on, never in the middle, and a rename is done or not done: what
 * journaling file systems promise, and no more.
 */
final class DirectoryTree {
    /** File systems write their journal in the background too, so what happened long ago is not undone. */
    private static final int UNCERTAIN_MAX = 512;

    /** A file or a directory, under whatever name. */
    static final class Entry {
        /** Null for a directory. */
        final FileContent content;

        final TreeMap<String, Entry> children = new TreeMap<>();

        /** What {@link #children} was, as far as is certain. */
        private final TreeMap<String, Entry> syncedChildren = new TreeMap<>();

        Entry(FileContent content) {
            this.content = content;
        }

        boolean isDirectory() {
            return content == null;
        }
    }

    private record Assignment(Entry directory, String name, Entry child) {
        void apply(TreeMap<String, Entry> names) {
            if (child == null) {
                names.remove(name);
            } else {
                names.put(name, child);
            }
        }
    }

    /** One step that is done or not done. */
    private static final class Change {
        final List<Assignment> assignments;
        boolean synced;

        Change(List<Assignment> assignments) {
            this.assignments = assignments;
        }

        boolean touches(Entry directory) {
            return assignments.stream().anyMatch(assignment -> assignment.directory() == directory);
        }
    }

    private final Entry root = new Entry(null);
    private final List<Change> changes = new ArrayList<>();

    /** A directory that is there from the start, and stays. */
    void addRoot(Path path) {
        Entry at = root;
        for (Path name : path) {
            Entry next = at.children.computeIfAbsent(name.toString(), missing -> new Entry(null));
            at.syncedChildren.put(name.toString(), next);
            at = next;
        }
    }

    /** What bears the absolute name, or null. */
    Entry find(Path path) {
        Entry at = root;
        for (Path name : path) {
            at = at == null ? null : at.children.get(name.toString());
        }
        return at;
    }

    /** Gives an entry a name in a directory, replacing what bore it. */
    void put(Entry directory, String name, Entry child) {
        apply(new Change(List.of(new Assignment(directory, name, child))));
    }

    void remove(Entry directory, String name) {
        apply(new Change(List.of(new Assignment(directory, name, null))));
    }

    void move(Entry fromDirectory, String fromName, Entry toDirectory, String toName) {
        Entry moved = fromDirectory.children.get(fromName);
        apply(new Change(
                List.of(new Assignment(fromDirectory, fromName, null), new Assignment(toDirectory, toName, moved))));
    }

    private void apply(Change change) {
        change.assignments.forEach(assignment -> assignment.apply(assignment.directory().children));
        changes.add(change);
        if (changes.size() > UNCERTAIN_MAX) {
            makeCertain(changes.remove(0));
        }
    }

    void sync(Entry directory) {
        for (Change change : changes) {
            change.synced |= change.touches(directory);
        }
        while (!changes.isEmpty() && changes.get(0).synced) {
            makeCertain(changes.remove(0));
        }
    }

    /** Decides which of the uncertain changes are left, and forgets the others. */
    void powerCut(SimulatedRandom random) {
        Set<Entry> lossy = new HashSet<>();
        for (Change change : changes) {
            boolean afterALoss = change.assignments.stream().anyMatch(a -> lossy.contains(a.directory()));
            if (change.synced || (!afterALoss && random.nextBoolean())) {
                makeCertain(change);
            } else {
                change.assignments.forEach(assignment -> lossy.add(assignment.directory()));
            }
        }
        changes.clear();
        restoreCertain(root);
    }

    /** Takes everything out of a directory, for certain. */
    void empty(Entry directory) {
        changes.clear();
        directory.children.clear();
        directory.syncedChildren.clear();
    }

    private static void makeCertain(Change change) {
        change.assignments.forEach(assignment -> assignment.apply(assignment.directory().syncedChildren));
    }

    private static void restoreCertain(Entry directory) {
        directory.children.clear();
        directory.children.putAll(directory.syncedChildren);
        directory.children.values().stream().filter(Entry::isDirectory).forEach(DirectoryTree::restoreCertain);
    }

    /** Tells all files that have a name, in the order of their names. */
    void forEachFile(BiConsumer<Path, FileContent> reader) {
        tell(Path.of("/"), root, reader);
    }

    private static void tell(Path path, Entry directory, BiConsumer<Path, FileContent> reader) {
        directory.children.forEach((name, child) -> {
            if (child.isDirectory()) {
                tell(path.resolve(name), child, reader);
            } else {
                reader.accept(path.resolve(name), child.content);
            }
        });
    }
}
