package dev.muster.backup.chain;

import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.Chains;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which artifacts nobody needs any more once a chain has been folded into a full. Pure. */
final class Supersession {
    private final Path folder;
    private final List<Artifact> present;
    private final Chains before;
    private final Artifact full;
    private final Set<Artifact> going = new LinkedHashSet<>();

    private Supersession(Path folder, List<Artifact> present, Artifact full) {
        this.folder = folder;
        this.present = present;
        this.before = new Chains(
                folder, present.stream().filter(each -> !each.equals(full)).toList(), List.of());
        this.full = full;
    }

    /**
     * The chain, and the empty differentials that nothing would lead to without it; but nothing that another differential
     * needs to be restored.
     *
     * @param present all artifacts of the folder, the full among them
     * @return in the order in which they may go: what is left at each moment is whole chains
     */
    static List<Artifact> of(Path folder, List<Artifact> present, List<Artifact> chain, Artifact full) {
        return new Supersession(folder, present, full).of(chain);
    }

    private List<Artifact> of(List<Artifact> chain) {
        for (int i = chain.size() - 1; i >= 0; i--) {
            going.add(chain.get(i));
        }
        orphans().stream()
                .filter(orphan -> !orphan.empty())
                .forEach(needed -> before.chainTo(needed).forEach(going::remove));
        List<Artifact> first = new ArrayList<>(orphans());
        first.addAll(going);
        return first;
    }

    /** What would stay and be restorable no more. */
    private List<Artifact> orphans() {
        Chains after = new Chains(
                folder, present.stream().filter(each -> !going.contains(each)).toList(), List.of());
        return present.stream()
                .filter(each -> !going.contains(each) && !each.equals(full))
                .filter(each -> isLedTo(before, each) && !isLedTo(after, each))
                .toList();
    }

    private static boolean isLedTo(Chains chains, Artifact artifact) {
        try {
            chains.chainTo(artifact);
            return true;
        } catch (BackupException orphan) {
            return false;
        }
    }
}
