package dev.muster.raft.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The books of where entries are, against a map that holds one place per entry. */
class EntryPlacesTest {
    private record Place(Segment segment, int position, int length) {}

    private final EntryPlaces places = new EntryPlaces();
    private final TreeMap<Long, Place> expected = new TreeMap<>();
    private final List<Segment> segments = new ArrayList<>();

    private void put(long index, Segment segment, int position, int length) {
        places.put(index, segment, position, length);
        expected.put(index, new Place(segment, position, length));
    }

    private Segment newSegment() {
        Segment segment = new Segment(segments.size() + 1, Path.of("x"), null, 0);
        segments.add(segment);
        return segment;
    }

    private void assertSame() {
        assertThat(places.size()).isEqualTo(expected.size());
        expected.forEach((index, place) -> {
            assertThat(places.segment(index)).isSameAs(place.segment());
            assertThat(places.position(index)).isEqualTo(place.position());
            assertThat(places.length(index)).isEqualTo(place.length());
        });
        for (Segment segment : segments) {
            List<Long> inIt = new ArrayList<>();
            places.forEachIn(segment.number(), (index, position) -> inIt.add(index));
            List<Place> there = expected.values().stream()
                    .filter(place -> place.segment() == segment)
                    .toList();
            assertThat(inIt)
                    .containsExactlyElementsOf(expected.keySet().stream()
                            .filter(index -> expected.get(index).segment() == segment)
                            .toList());
            assertThat(segment.liveEntries()).isEqualTo(there.size());
            assertThat(segment.liveBytes())
                    .isEqualTo(there.stream().mapToLong(Place::length).sum());
        }
    }

    @Test
    void whateverIsPutMovedAndCutIsWhereAMapSaysItIs() {
        Random random = new Random(7);
        Segment current = newSegment();
        for (int step = 0; step < 4_000; step++) {
            int what = random.nextInt(100);
            if (what < 4) {
                current = newSegment();
            } else if (what < 10 && !expected.isEmpty()) { // a straggler is copied
                long index = expected.firstKey() + random.nextInt(expected.size());
                put(index, current, step, random.nextInt(9));
            } else if (what < 13 && !expected.isEmpty()) {
                long index = expected.firstKey() + random.nextInt(expected.size() + 1);
                places.cutFrom(index);
                expected.tailMap(index, true).clear();
            } else if (what < 16 && !expected.isEmpty()) {
                long index = expected.firstKey() - 1 + random.nextInt(expected.size() + 1);
                places.cutUntil(index);
                expected.headMap(index, true).clear();
            } else {
                put(expected.isEmpty() ? places.end() : expected.lastKey() + 1, current, step, random.nextInt(9));
            }
            if (step % 50 == 0) {
                assertSame();
            }
        }
        places.clear();
        expected.clear();
        assertSame();
    }
}
