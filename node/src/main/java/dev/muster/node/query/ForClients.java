package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.status.ErrorDetail;
import dev.muster.bolt.status.Notification;
import dev.muster.bolt.status.Place;
import dev.muster.catalog.CatalogException;
import dev.muster.catalog.CatalogNotice;
import dev.muster.cypher.CypherException;
import java.util.ArrayList;
import java.util.List;

/** What queries and the catalog say, in Bolt's words. Pure. */
final class ForClients {
    private ForClients() {}

    /** A failure that clients understand; any other as it is. */
    static Throwable failure(Throwable failure) {
        if (failure instanceof CypherException cypher) {
            CypherException.Detail detail = cypher.detail();
            return new BoltFailure(
                    cypher.code(),
                    cypher.getMessage(),
                    new ErrorDetail(detail.gqlStatus(), detail.arguments(), place(detail.place())));
        } else if (failure instanceof CatalogException catalog) {
            return new BoltFailure(
                    catalog.code(),
                    catalog.getMessage(),
                    new ErrorDetail(catalog.gqlStatus(), catalog.arguments(), null));
        }
        return failure;
    }

    /** What a statement's author is told, {@code ofCatalog} if it was a command. */
    static List<Notification> notifications(
            List<dev.muster.cypher.Notification> told, List<CatalogNotice.Told> ofCatalog) {
        List<Notification> all = new ArrayList<>();
        told.forEach(one -> all.add(notification(one)));
        ofCatalog.forEach(one -> all.add(notification(one)));
        return List.copyOf(all);
    }

    private static Notification notification(CatalogNotice.Told told) {
        CatalogNotice notice = told.notice();
        return new Notification(
                notice.code(),
                told.title(),
                told.description(),
                notice.gqlStatus(),
                told.statusDescription(),
                notice.isWarning() ? Notification.Severity.WARNING : Notification.Severity.INFORMATION,
                Notification.Category.valueOf(notice.topic().name()),
                null);
    }

    private static Notification notification(dev.muster.cypher.Notification told) {
        return new Notification(
                told.code(),
                told.title(),
                told.description(),
                told.gqlStatus(),
                told.statusDescription(),
                Notification.Severity.valueOf(told.severity().name()),
                Notification.Category.valueOf(told.category().name()),
                place(told.place()));
    }

    private static Place place(dev.muster.cypher.Place place) {
        return place == null ? null : new Place(place.offset(), place.line(), place.column());
    }
}
