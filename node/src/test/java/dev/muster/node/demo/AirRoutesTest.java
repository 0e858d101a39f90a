package dev.muster.node.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AirRoutesTest {
    @Test
    void quotedFieldsHoldCommasQuotesAndLineEnds() {
        assertThat(Csv.parse("a,b\r\n\"x,1\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",\r\n"))
                .containsExactly(List.of("a", "b"), List.of("x,1", "say \"hi\""), List.of("two\nlines", ""));
    }

    @Test
    void aLineOfAnotherLengthOrAnOpenQuoteIsRefused() {
        assertThatThrownBy(() -> Csv.parse("a,b\n1\n")).hasMessage("line 2 has 1 fields, the head has 2");
        assertThatThrownBy(() -> Csv.parse("a\n\"open")).hasMessage("a quoted field is not closed");
    }

    @Test
    void theGraphIsWholeAndTyped() {
        AirRoutes routes = AirRoutes.read();
        Map<String, Long> labels =
                routes.nodes().stream().collect(Collectors.groupingBy(AirRoutes.Node::label, Collectors.counting()));
        assertThat(labels).isEqualTo(Map.of("airport", 3504L, "country", 237L, "continent", 7L, "version", 1L));
        assertThat(routes.edges("route")).hasSize(50_637).allMatch(edge -> edge.miles() != null);
        assertThat(routes.edges("contains")).hasSize(7_008).allMatch(edge -> edge.miles() == null);
        assertThat(routes.edges("route").stream()
                        .mapToLong(AirRoutes.Edge::miles)
                        .sum())
                .isEqualTo(61_418_542L);
        AirRoutes.Node atlanta = routes.nodes().get(1);
        assertThat(atlanta.properties())
                .containsEntry("code", "ATL")
                .containsEntry("runways", 5L)
                .containsEntry("lat", 33.6366996765137)
                .doesNotContainKey("author");
    }
}
