package dev.muster.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.Catalog;
import dev.muster.node.server.ServerParts;
import dev.muster.sim.cluster.Seams;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What servers do with a catalog in which nothing changes. */
class IdleCatalogTest {
    private int reads;

    @Test
    void aCatalogThatDoesNotChangeIsNotReadAgain() {
        int shortRun = readsIn(5);
        int longRun = readsIn(60);
        assertThat(shortRun).isPositive();
        assertThat(longRun).isEqualTo(shortRun);
    }

    private int readsIn(long seconds) {
        reads = 0;
        RunResult result = SimulationRun.of(new RunOptions(3, "load", seconds, 3, Set.of(), null), counting());
        assertThat(result.problems()).isEmpty();
        return reads;
    }

    private Seams counting() {
        return new Seams() {
            @Override
            public ServerParts parts(String server, ServerParts standard) {
                return standard.withCatalog(counting(standard.catalog()));
            }
        };
    }

    private Catalog counting(Catalog right) {
        return (Catalog) Proxy.newProxyInstance(
                Catalog.class.getClassLoader(), new Class<?>[] {Catalog.class}, (proxy, method, arguments) -> {
                    reads += method.getName().equals("databases") ? 1 : 0;
                    try {
                        return method.invoke(right, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
