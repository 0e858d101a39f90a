package dev.muster.catalog;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What CREATE DATABASE may ask for: how many copies, and whose data to start from. */
final class CreateRules {
    private CreateRules() {}

    private static final Pattern SEED_URI = Pattern.compile("s3://[^/\\s]+(/\\S*)?|file:///\\S.*");

    /**
     * What the options say of existing data; {@code serverId} null leaves the choice to the catalog.
     *
     * @param artifact to start from; null for a store that lies ready, or an empty start
     */
    record SeedWish(boolean existingDataRequired, String serverId, ArtifactSeed artifact) {}

    /** Whether it is an address that a store can be made of. */
    static boolean isSeedUri(String address) {
        return SEED_URI.matcher(address).matches();
    }

    /** The topology asked for, as far as numbers go; {@code verb} is what it was asked with. */
    static Topology topology(String verb, String name, Integer primaries, Integer secondaries, Topology otherwise) {
        int wantedPrimaries = primaries == null ? otherwise.primaries() : primaries;
        int wantedSecondaries = secondaries != null ? secondaries : primaries != null ? 0 : otherwise.secondaries();
        if (wantedPrimaries < 1 || wantedPrimaries > Topology.PRIMARIES_MAX) {
            throw CatalogError.TOPOLOGY_PRIMARIES_RANGE.exception(verb, name, wantedPrimaries);
        }
        if (wantedSecondaries < 0 || wantedSecondaries > Topology.SECONDARIES_MAX) {
            throw CatalogError.TOPOLOGY_SECONDARIES_RANGE.exception(verb, name, wantedSecondaries);
        }
        if (wantedSecondaries > Topology.SECONDARIES_SUPPORTED) {
            throw CatalogError.TOPOLOGY_SECONDARIES.exception(
                    verb, name, Topology.SECONDARIES_SUPPORTED, wantedSecondaries);
        }
        return new Topology(wantedPrimaries, wantedSecondaries);
    }

    static SeedWish seedWish(String name, AdminCommand.CreateDatabase command, List<String> members) {
        return SeedOptions.read(name, command.options() == null ? Map.of() : command.options())
                .wish(command.orReplace(), members);
    }

    /** The server the new database starts from, or null for an empty start. */
    static String seed(String name, SeedWish wish, Map<String, Long> foundStores, List<String> servers) {
        if (wish.artifact() != null) {
            return requireNoStore(name, foundStores, servers);
        }
        if (wish.serverId() != null) {
            if (!foundStores.containsKey(wish.serverId())) {
                throw CatalogError.SEED_MISSING.exception(name, "server '" + wish.serverId() + "'");
            }
            return wish.serverId();
        }
        String best = bestSeed(foundStores, servers);
        if (best == null && wish.existingDataRequired()) {
            throw CatalogError.SEED_MISSING.exception(name, "any server");
        }
        return best;
    }

    /** Which of two is meant cannot be known, so nothing may lie ready where the store of an artifact is made. Always null. */
    private static String requireNoStore(String name, Map<String, Long> foundStores, List<String> servers) {
        String ready = bestSeed(foundStores, servers);
        if (ready != null) {
            throw CatalogError.SEED_IN_THE_WAY.exception(name, ready);
        }
        return null;
    }

    /** The member with the highest last transaction; of several, the one whose id comes first. Null if there is none. */
    static String bestSeed(Map<String, Long> foundStores, List<String> members) {
        String best = null;
        for (Map.Entry<String, Long> found : new TreeMap<>(foundStores).entrySet()) {
            if (members.contains(found.getKey()) && (best == null || found.getValue() > foundStores.get(best))) {
                best = found.getKey();
            }
        }
        return best;
    }
}
