package dev.muster.sim.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Catalog;
import dev.muster.node.server.ServerParts;
import dev.muster.sim.cluster.Seams;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A batch among the fast tests, and that the model finds what is wrong. */
class AdminModelTest {
    private static final int BATCHES_UNTIL_FOUND = 5;

    /** Ways for servers to be wrong. */
    private enum Bug {
        STOP_IS_FORGOTTEN((server, command) -> command instanceof AdminCommand.StopDatabase ? null : command),
        ACCESS_IS_FORGOTTEN((server, command) ->
                command instanceof AdminCommand.AlterDatabase alter && alter.readOnly() != null ? null : command),
        CASCADE_IS_NOT_HEARD((server, command) -> command instanceof AdminCommand.DropDatabase drop
                ? new AdminCommand.DropDatabase(drop.name(), drop.ifExists(), false, drop.dumpData(), drop.await())
                : command);

        private final BiFunction<String, AdminCommand, AdminCommand> hearing;

        Bug(BiFunction<String, AdminCommand, AdminCommand> hearing) {
            this.hearing = hearing;
        }

        Seams planted() {
            return new Seams() {
                @Override
                public ServerParts parts(String server, ServerParts standard) {
                    return standard.withCatalog(hearing(standard.catalog(), command -> hearing.apply(server, command)));
                }
            };
        }
    }

    private static Catalog hearing(Catalog right, UnaryOperator<AdminCommand> hearing) {
        return (Catalog) Proxy.newProxyInstance(
                Catalog.class.getClassLoader(), new Class<?>[] {Catalog.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("execute")) {
                        arguments[0] = hearing.apply((AdminCommand) arguments[0]);
                        if (arguments[0] == null) {
                            return Catalog.ShownDatabases.NOTHING;
                        }
                    }
                    try {
                        return method.invoke(right, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void whatServersShowAndHaveIsWhatTheModelSays() {
        assertThat(ModelBatch.run(1, ModelBatch.SEQUENCES, Seams.NONE).problem())
                .isNull();
    }

    @Test
    void aBatchRunAgainIsTheSameToTheLastEvent() {
        assertThat(ModelBatch.run(2, 3, Seams.NONE)).isEqualTo(ModelBatch.run(2, 3, Seams.NONE));
    }

    @ParameterizedTest
    @EnumSource
    void findsEachBug(Bug bug) {
        String found = null;
        for (int number = 1; number <= BATCHES_UNTIL_FOUND && found == null; number++) {
            found = ModelBatch.run(number, ModelBatch.SEQUENCES, bug.planted()).problem();
        }
        assertThat(found).isNotNull();
    }
}
