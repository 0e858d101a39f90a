package dev.muster.bolt.status;

import dev.muster.bolt.status.Notification.Category;
import dev.muster.bolt.status.Notification.Severity;
import java.util.List;
import java.util.Set;

/**
 * Which notifications a client wants to see. What it does not say, an earlier filter decides.
 *
 * @param minimum null if nothing is said
 * @param disabled null if nothing is said
 */
public record NotificationFilter(Minimum minimum, Set<Category> disabled) {
    /** Says nothing: all are wanted. */
    public static final NotificationFilter UNSAID = new NotificationFilter(null, null);

    /** The least that a notification must matter to be seen. */
    public enum Minimum {
        /** None is seen. */
        OFF,
        WARNING,
        INFORMATION
    }

    /** This filter, and where it says nothing another one. */
    public NotificationFilter or(NotificationFilter earlier) {
        return new NotificationFilter(
                minimum == null ? earlier.minimum : minimum, disabled == null ? earlier.disabled : disabled);
    }

    /** Those that are wanted, in the same order. */
    public List<Notification> of(List<Notification> all) {
        return all.stream().filter(this::lets).toList();
    }

    private boolean lets(Notification notification) {
        boolean matters = minimum == null
                || minimum == Minimum.INFORMATION
                || minimum == Minimum.WARNING && notification.severity() == Severity.WARNING;
        return matters && (disabled == null || !disabled.contains(notification.category()));
    }
}
