package dev.muster.cypher.plan;

import dev.muster.cypher.ast.TypeSpec;
import dev.muster.cypher.value.Kind;
import dev.muster.store.value.PropertyValues;
import java.util.List;

/** Whether values are of a type. Pure. */
final class Typing {
    private Typing() {}

    static boolean fits(Object value, TypeSpec type) {
        if (type instanceof TypeSpec.Union union) {
            return union.parts().stream().anyMatch(part -> fits(value, part));
        } else if (type instanceof TypeSpec.ListOf list) {
            return value == null
                    ? !list.notNull()
                    : value instanceof List<?> items && items.stream().allMatch(item -> fits(item, list.inner()));
        }
        TypeSpec.Simple simple = (TypeSpec.Simple) type;
        return value == null ? !simple.notNull() && simple.name() != TypeSpec.Name.NOTHING : fits(value, simple.name());
    }

    private static boolean fits(Object value, TypeSpec.Name name) {
        return switch (name) {
            case NOTHING, NULL -> false;
            case ANY -> true;
            case INTEGER -> value instanceof Long;
            case FLOAT -> value instanceof Double;
            case PROPERTY_VALUE -> PropertyValues.isStorable(value);
            case LOCAL_TIME -> Kind.of(value) == Kind.LOCAL_TIME;
            case ZONED_TIME -> Kind.of(value) == Kind.TIME;
            case LOCAL_DATETIME -> Kind.of(value) == Kind.LOCAL_DATE_TIME;
            case ZONED_DATETIME -> Kind.of(value) == Kind.DATE_TIME;
            default -> Kind.of(value).name().equals(name.name());
        };
    }
}
