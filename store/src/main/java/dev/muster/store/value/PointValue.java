package dev.muster.store.value;

import java.util.List;

/** A point: {@code srid} is 7203 or 9157 (cartesian, 2 or 3 coordinates), 4326 or 4979 (WGS 84, 2 or 3). */
public record PointValue(int srid, List<Double> coordinates) {
    public PointValue {
        coordinates = List.copyOf(coordinates);
        int wanted = switch (srid) {
            case 7203, 4326 -> 2;
            case 9157, 4979 -> 3;
            default -> throw new IllegalArgumentException("unknown coordinate reference system " + srid);
        };
        if (coordinates.size() != wanted) {
            throw new IllegalArgumentException(
                    "a point of system " + srid + " has " + wanted + " coordinates, not " + coordinates.size());
        }
    }
}
