package dev.muster.store.change;

import dev.muster.store.schema.SchemaRule;
import java.util.List;

/**
 * A rule that a transaction would break, which says whether the ids are of nodes or of relationships.
 *
 * @param otherId of the one that has the same values, or -1 if a property is missing
 * @param values of the rule's properties where they are the same, or null
 * @param missing the property that is missing, or null
 */
public record SchemaViolation(SchemaRule rule, long id, long otherId, List<Object> values, String missing) {}
