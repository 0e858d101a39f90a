package dev.muster.node.config;

import java.nio.file.Path;
import java.util.List;

/**
 * What databases may be seeded from.
 *
 * @param providers kinds of addresses
 * @param keyFiles where the keys of encrypted artifacts are; absolute
 */
public record SeedSources(List<SeedProvider> providers, List<Path> keyFiles) {
    public SeedSources {
        providers = List.copyOf(providers);
        keyFiles = List.copyOf(keyFiles);
    }
}
