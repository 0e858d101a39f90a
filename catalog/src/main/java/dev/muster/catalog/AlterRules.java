package dev.muster.catalog;

import dev.muster.store.change.GraphTransaction;
import java.util.Map;
import java.util.TreeMap;

/** ALTER DATABASE: all that one command asks for, or, if a part of it is not possible, nothing. */
final class AlterRules {
    /** The one option of databases that Neo4j has; without change data capture it can only be off. */
    private static final String ENRICHMENT = "txLogEnrichment";

    private AlterRules() {}

    static void alter(AdminCommand.AlterDatabase command, GraphTransaction system) {
        String name = SystemCatalog.resolved(system, command);
        if (name.equals(DatabaseNames.SYSTEM)) {
            throw CatalogError.SYSTEM_PROTECTED.exception("alter");
        }
        new TreeMap<>(command.options()).entrySet().forEach(option -> checkOption(name, option));
        command.removedOptions().forEach(AlterRules::checkOptionName);
        CatalogGraph.Stored stored = CatalogGraph.database(system, name);
        if (stored == null && command.ifExists()) {
            return;
        }
        if (stored == null) {
            throw CatalogError.NOT_FOUND.exception("alter", name);
        }
        DumpRules.refuseIfDumped("alter", stored);
        if (command.topology() != null) {
            Placement.alter(stored, command.topology(), system);
        }
        if (command.readOnly() != null && command.readOnly() != stored.entry().readOnly()) {
            CatalogGraph.nextVersion(system);
            CatalogGraph.setReadOnly(system, stored, command.readOnly());
        }
    }

    private static void checkOption(String name, Map.Entry<String, Object> option) {
        checkOptionName(option.getKey());
        if (!"OFF".equals(option.getValue())) {
            throw CatalogError.ALTER_OPTION.exception(name, option.getKey());
        }
    }

    private static void checkOptionName(String option) {
        if (!option.equals(ENRICHMENT)) {
            throw CatalogError.NOT_SUPPORTED.exception("option '" + option + "'");
        }
    }
}
