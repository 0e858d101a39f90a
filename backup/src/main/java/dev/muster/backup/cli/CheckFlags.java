package dev.muster.backup.cli;

import dev.muster.store.StoreCheck.Part;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which parts of a store are checked, as old and new commands are told (facts B.3, C.1). */
final class CheckFlags {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--check-graph",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = "Checks nodes, relationships and the digest. Default: true.")
    private Boolean graph;

    @Option(
            names = "--check-indexes",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Checks labels and indexes against the records. Default: ${DEFAULT-VALUE}.")
    private boolean indexes;

    @Option(
            names = "--check-counts",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = "Checks the counts; needs the check of the graph. Default: as --check-graph.")
    private Boolean counts;

    @Option(
            names = "--check-property-owners",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = "Accepted; has no effect: properties lie within the record they belong to.")
    private boolean propertyOwners;

    /** The parts. Throws {@link ParameterException} if the flags exclude each other, or everything. */
    Set<Part> parts() {
        boolean graphOff = Boolean.FALSE.equals(graph);
        if (graphOff && Boolean.TRUE.equals(counts)) {
            throw new ParameterException(spec.commandLine(), "--check-counts needs --check-graph");
        }
        EnumSet<Part> parts = EnumSet.noneOf(Part.class);
        if (!graphOff) {
            parts.add(Part.GRAPH);
        }
        if (indexes) {
            parts.add(Part.INDEXES);
        }
        if (counts == null ? !graphOff : counts) {
            parts.add(Part.COUNTS);
        }
        if (parts.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Nothing is to be checked");
        }
        return parts;
    }
}
