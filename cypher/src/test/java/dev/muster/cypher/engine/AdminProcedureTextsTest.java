package dev.muster.cypher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.CatalogException;
import dev.muster.catalog.security.Permissions;
import dev.muster.catalog.security.Privilege;
import dev.muster.catalog.security.RequiredPrivileges;
import dev.muster.catalog.security.Role;
import dev.muster.catalog.security.Scope;
import dev.muster.cypher.ExecutionContext.Procedure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What SHOW PROCEDURES tells of the procedures that administer. */
class AdminProcedureTextsTest {
    private static final Map<String, Object> SAMPLES = Map.of(
            "STRING",
            "keepStateKeepStore",
            "BOOLEAN",
            true,
            "INTEGER",
            1L,
            "LIST<STRING>",
            List.of("x"),
            "MAP",
            Map.of());

    @Test
    void allAreTold() {
        assertThat(AdminProcedureTexts.all().stream()
                        .map(procedure -> procedure.signature().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()))
                .isEqualTo(AdminProcedure.names());
    }

    @Test
    void whoeverHasWhatIsNeededAndNobodyElseMayCallThem() {
        for (Procedure procedure : AdminProcedureTexts.all()) {
            AdminCommand command = sample(procedure);
            assertThatThrownBy(() -> RequiredPrivileges.check(command, holding(List.of()), Map.of()))
                    .as(procedure.signature().text())
                    .isInstanceOf(CatalogException.class);
            List<Privilege> needed = procedure.needs().stream()
                    .map(action -> new Privilege(Privilege.Access.GRANT, action, Scope.ALL, null))
                    .toList();
            assertThatCode(() -> RequiredPrivileges.check(command, holding(needed), Map.of()))
                    .as(procedure.signature().text())
                    .doesNotThrowAnyException();
        }
    }

    private static Permissions holding(List<Privilege> privileges) {
        return Permissions.of(new Role("some", new TreeSet<>(privileges)));
    }

    private static AdminCommand sample(Procedure procedure) {
        List<Object> arguments = new ArrayList<>();
        procedure.signature().arguments().forEach(argument -> arguments.add(SAMPLES.get(argument.type())));
        if (procedure.signature().name().endsWith("recreateDatabase")) {
            arguments.set(1, Map.of("seedingServers", List.of()));
        }
        String name = procedure.signature().name();
        return AdminProcedure.of(name).command(name, arguments);
    }
}
