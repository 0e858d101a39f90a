package dev.muster.node.routing;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService;
import dev.muster.bolt.QueryService.Summary;
import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.bolt.status.ErrorDetail;
import dev.muster.bolt.status.Notification;
import dev.muster.bolt.status.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@link RoutedMessage}s contain, as maps and back. Pure; what does not fit is {@link ClassCastException}. */
@SuppressWarnings(
        "unchecked") // PackReader makes lists, and maps with strings for keys; their values are looked at one by one
final class Wire {
    private Wire() {}

    static void put(Map<String, Object> into, TransactionRequest request) {
        into.put("user", request.user());
        into.put(RoutedMessage.DATABASE, request.database());
        into.put("write", request.write());
        into.put("bookmarks", request.bookmarks());
        into.put("timeout", request.timeoutMillis());
        into.put("metadata", request.metadata());
        into.put("autoCommit", request.autoCommit());
        into.put("routed", request.routed());
        into.put("impersonated", request.impersonated());
        QueryService.Client client = request.client();
        into.put("connection", client == null ? null : client.connectionId());
        into.put("address", client == null ? null : client.address());
    }

    static TransactionRequest request(Map<String, Object> from) {
        return new TransactionRequest(
                (String) from.get("user"),
                (String) from.get(RoutedMessage.DATABASE),
                (Boolean) from.get("write"),
                (List<String>) from.get("bookmarks"),
                (Long) from.get("timeout"),
                (Map<String, Object>) from.get("metadata"),
                (Boolean) from.get("autoCommit"),
                (Boolean) from.get("routed"),
                (String) from.get("impersonated"),
                client(from));
    }

    /** Older servers do not say who asks. */
    private static QueryService.Client client(Map<String, Object> from) {
        String connection = (String) from.get("connection");
        return connection == null ? null : new QueryService.Client(connection, (String) from.get("address"));
    }

    static Map<String, Object> failure(BoltFailure failure) {
        ErrorDetail detail = failure.detail() == null ? ErrorDetail.NONE : failure.detail();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("code", failure.code());
        map.put("message", failure.getMessage());
        map.put("gqlStatus", detail.gqlStatus());
        map.put("arguments", detail.arguments());
        map.put("place", place(detail.place()));
        return map;
    }

    static BoltFailure failure(Object packed) {
        Map<String, Object> map = (Map<String, Object>) packed;
        return new BoltFailure(
                (String) map.get("code"),
                (String) map.get("message"),
                new ErrorDetail(
                        (String) map.get("gqlStatus"), (List<String>) map.get("arguments"), place(map.get("place"))));
    }

    static Map<String, Object> summary(Summary summary) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", summary.type());
        map.put("statistics", summary.statistics());
        map.put(RoutedMessage.DATABASE, summary.database());
        map.put("plan", summary.plan());
        map.put(
                "notifications",
                summary.notifications().stream().map(Wire::notification).toList());
        return map;
    }

    static Summary summary(Object packed) {
        Map<String, Object> map = (Map<String, Object>) packed;
        return new Summary(
                (String) map.get("type"),
                (Map<String, Object>) map.get("statistics"),
                (String) map.get(RoutedMessage.DATABASE),
                (Map<String, Object>) map.get("plan"),
                ((List<Map<String, Object>>) map.get("notifications"))
                        .stream().map(Wire::notification).toList());
    }

    private static Map<String, Object> notification(Notification notification) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("code", notification.code());
        map.put("title", notification.title());
        map.put("description", notification.description());
        map.put("gqlStatus", notification.gqlStatus());
        map.put("statusDescription", notification.statusDescription());
        map.put("severity", notification.severity().name());
        map.put("category", notification.category().name());
        map.put("place", place(notification.place()));
        return map;
    }

    private static Notification notification(Map<String, Object> map) {
        return new Notification(
                (String) map.get("code"),
                (String) map.get("title"),
                (String) map.get("description"),
                (String) map.get("gqlStatus"),
                (String) map.get("statusDescription"),
                Notification.Severity.valueOf((String) map.get("severity")),
                Notification.Category.valueOf((String) map.get("category")),
                place(map.get("place")));
    }

    private static Object place(Place place) {
        return place == null ? null : List.of((long) place.offset(), (long) place.line(), (long) place.column());
    }

    private static Place place(Object packed) {
        if (packed == null) {
            return null;
        }
        List<Long> numbers = (List<Long>) packed;
        return new Place(
                numbers.get(0).intValue(),
                numbers.get(1).intValue(),
                numbers.get(2).intValue());
    }
}
