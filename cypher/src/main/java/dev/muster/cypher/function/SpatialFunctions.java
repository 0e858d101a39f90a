package dev.muster.cypher.function;

import static dev.muster.cypher.function.FunctionTable.add;

import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.value.Text;
import dev.muster.store.value.PointValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Points and their distance. */
public final class SpatialFunctions {
    /** Metres; Neo4j's figure, so that distances agree. */
    private static final double EARTH_RADIUS = 6_378_140.0;

    private SpatialFunctions() {}

    static void register() {
        add("point", 1, 1, (a, s) -> {
            if (a[0] instanceof Map<?, ?> map) {
                return point(map);
            }
            throw Arguments.wrong("point", "a Map", a[0]);
        });
        add("point.distance", 2, 2, (a, s) -> distance(a[0], a[1]));
        add("distance", 2, 2, (a, s) -> distance(a[0], a[1]));
        add("point.withinbbox", 3, 3, (a, s) -> within(a[0], a[1], a[2]));
    }

    private static PointValue point(Map<?, ?> map) {
        if (map.containsValue(null)) {
            return null;
        }
        boolean geographic = map.containsKey("longitude") || map.containsKey("latitude");
        Object x = geographic ? map.get("longitude") : map.get("x");
        Object y = geographic ? map.get("latitude") : map.get("y");
        Object z = map.containsKey("height") ? map.get("height") : map.get("z");
        if (x == null || y == null) {
            throw CypherError.ARGUMENT.exception(
                    "A point must contain either 'x' and 'y' or 'latitude' and 'longitude'");
        }
        List<Double> coordinates = new ArrayList<>();
        coordinates.add(Arguments.number("point", x).doubleValue());
        coordinates.add(Arguments.number("point", y).doubleValue());
        if (z != null) {
            coordinates.add(Arguments.number("point", z).doubleValue());
        }
        int srid = srid(map, geographic, z != null);
        try {
            return checked(new PointValue(srid, coordinates));
        } catch (IllegalArgumentException e) {
            throw CypherError.ARGUMENT.exception("Cannot create point: " + e.getMessage());
        }
    }

    private static int srid(Map<?, ?> map, boolean geographic, boolean spatial) {
        if (map.get("srid") instanceof Long srid) {
            return Math.toIntExact(srid);
        }
        Object name = map.get("crs");
        if (name == null) {
            return geographic ? (spatial ? 4979 : 4326) : (spatial ? 9157 : 7203);
        }
        for (int srid : new int[] {7203, 9157, 4326, 4979}) {
            if (Text.systemName(srid).equalsIgnoreCase(name.toString())) {
                return srid;
            }
        }
        throw CypherError.ARGUMENT.exception("Unknown coordinate reference system: " + name);
    }

    private static PointValue checked(PointValue point) {
        boolean geographic = isGeographic(point);
        double latitude = point.coordinates().get(1);
        if (geographic && (latitude < -90 || latitude > 90)) {
            throw CypherError.ARGUMENT.exception(
                    "Cannot create WGS84 point with invalid coordinate: latitude " + latitude);
        }
        return point;
    }

    private static boolean isGeographic(PointValue point) {
        return point.srid() == 4326 || point.srid() == 4979;
    }

    private static Object distance(Object left, Object right) {
        if (!(left instanceof PointValue a) || !(right instanceof PointValue b) || a.srid() != b.srid()) {
            return null;
        }
        return isGeographic(a) ? overEarth(a, b) : straight(a, b);
    }

    private static double straight(PointValue a, PointValue b) {
        double sum = 0;
        for (int i = 0; i < a.coordinates().size(); i++) {
            double difference = a.coordinates().get(i) - b.coordinates().get(i);
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    private static double overEarth(PointValue a, PointValue b) {
        double latitudeA = Math.toRadians(a.coordinates().get(1));
        double latitudeB = Math.toRadians(b.coordinates().get(1));
        double dLatitude = latitudeB - latitudeA;
        double dLongitude =
                Math.toRadians(b.coordinates().get(0) - a.coordinates().get(0));
        double h = Math.pow(Math.sin(dLatitude / 2), 2)
                + Math.cos(latitudeA) * Math.cos(latitudeB) * Math.pow(Math.sin(dLongitude / 2), 2);
        double angle = 2 * Math.atan2(Math.sqrt(h), Math.sqrt(1 - h));
        if (a.coordinates().size() == 2) {
            return EARTH_RADIUS * angle;
        }
        double height = (a.coordinates().get(2) + b.coordinates().get(2)) / 2;
        double ground = (EARTH_RADIUS + height) * angle;
        double climb = a.coordinates().get(2) - b.coordinates().get(2);
        return Math.sqrt(ground * ground + climb * climb);
    }

    private static Object within(Object point, Object low, Object high) {
        if (!(point instanceof PointValue p)
                || !(low instanceof PointValue a)
                || !(high instanceof PointValue b)
                || p.srid() != a.srid()
                || p.srid() != b.srid()) {
            return null;
        }
        for (int i = 0; i < p.coordinates().size(); i++) {
            double value = p.coordinates().get(i);
            boolean wraps = i == 0
                    && isGeographic(p)
                    && a.coordinates().get(0) > b.coordinates().get(0);
            boolean above = value >= a.coordinates().get(i);
            boolean below = value <= b.coordinates().get(i);
            if (wraps ? !above && !below : !above || !below) {
                return false;
            }
        }
        return true;
    }

    /** A component of a point ({@code p.x}, {@code p.latitude}, {@code p.crs}, …), or null. */
    public static Object component(PointValue point, String name) {
        int index = switch (name) {
            case "x" -> 0;
            case "y" -> 1;
            case "z" -> 2;
            case "longitude" -> isGeographic(point) ? 0 : -1;
            case "latitude" -> isGeographic(point) ? 1 : -1;
            case "height" -> isGeographic(point) ? 2 : -1;
            default -> -1;
        };
        if (name.equals("srid")) {
            return (long) point.srid();
        }
        if (name.equals("crs")) {
            return Text.systemName(point.srid());
        }
        return index < 0 || index >= point.coordinates().size()
                ? null
                : point.coordinates().get(index);
    }
}
