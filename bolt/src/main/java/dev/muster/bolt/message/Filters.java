package dev.muster.bolt.message;

import dev.muster.bolt.status.Notification.Category;
import dev.muster.bolt.status.NotificationFilter;
import dev.muster.bolt.status.NotificationFilter.Minimum;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads what HELLO, BEGIN and RUN say of the notifications that are wanted (facts/bolt.md 4). */
final class Filters {
    private Filters() {}

    /** What the map says; before 5.2 no client says anything. */
    static NotificationFilter of(Fields fields) {
        return new NotificationFilter(minimum(fields.string("notifications_minimum_severity", null)), disabled(fields));
    }

    private static Minimum minimum(String name) {
        return name == null ? null : constant("notifications_minimum_severity", name, Minimum.values());
    }

    /** Since 5.6 categories are called classifications; they mean the same. */
    private static Set<Category> disabled(Fields fields) {
        Set<Category> disabled = null;
        for (String key : List.of("notifications_disabled_categories", "notifications_disabled_classifications")) {
            if (fields.values().get(key) == null) {
                continue;
            }
            disabled = disabled == null ? EnumSet.noneOf(Category.class) : disabled;
            for (String name : fields.strings(key)) {
                disabled.add(constant(key, name, Category.values()));
            }
        }
        return disabled;
    }

    private static <E extends Enum<E>> E constant(String key, String name, E[] constants) {
        for (E constant : constants) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw new InvalidMessage(key + ": unknown value \"" + name + "\"; there are " + Arrays.toString(constants));
    }
}
