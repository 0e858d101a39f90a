package dev.muster;

import java.util.List;
import java.util.Set;

/**
 * Breaches of the house's rules that are known and tolerated for now, each by the start of its sentence. The list may only
 * get shorter.
 */
final class KnownBreaches {
    private static final List<String> KNOWN = List.of();

    /** Modules whose root package and sub-packages use each other; among the sub-packages there is no cycle. */
    static final Set<String> ROOT_IN_CYCLES = Set.of();

    private KnownBreaches() {}

    /** What was found and is not known. */
    static List<String> without(List<String> found) {
        return found.stream()
                .filter(breach -> KNOWN.stream().noneMatch(breach::startsWith))
                .toList();
    }
}
