/**
 * The values that properties hold and queries return. Most are plain Java: {@code null, Boolean, Long, Double, String,
 * byte[], List<Object>, Map<String, Object>} (ordered), {@code LocalDate, LocalTime, OffsetTime, LocalDateTime,
 * ZonedDateTime} (an offset date-time is one whose zone is a {@code ZoneOffset}); the others are the records here. No other type ever
 * occurs as a value; in particular no Integer and no Float.
 *
 * <p>Properties hold all of them but null, maps, graph values and nested lists; a stored list is of one type.
 */
package dev.muster.store.value;
