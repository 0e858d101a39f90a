package dev.muster.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** What {@code cluster status --watch} makes of what a server says. */
class ClusterWatchTest {
    @Test
    void eachCopyIsALine() throws Exception {
        String page = """
                {"server":"s1","catalog":true,"databases":[
                  {"name":"sales","requestedStatus":"online","copies":[
                    {"server":"s1","currentStatus":"online","role":"leader","term":4,"lag":0,"message":""},
                    {"server":"s2","currentStatus":"unknown","role":"unknown","term":null,"lag":null,
                     "message":"server is unavailable"}]}]}
                """;

        assertThat(ClusterWatch.text(new ObjectMapper().readTree(page)).lines().map(String::stripTrailing))
                .containsExactly(
                        "DATABASE  SERVER  ROLE     TERM  REQUESTED  CURRENT  LAG  MESSAGE",
                        "sales     s1      leader   4     online     online   0",
                        "sales     s2      unknown  -     online     unknown  -    server is unavailable");
    }

    @Test
    void whatIsNotKnownIsSaid() throws Exception {
        assertThat(ClusterWatch.text(null)).isEqualTo("no server answers\n");
        assertThat(ClusterWatch.text(new ObjectMapper().readTree("{\"server\":\"s1\",\"catalog\":false}")))
                .isEqualTo("the system database does not answer on s1\n");
    }
}
