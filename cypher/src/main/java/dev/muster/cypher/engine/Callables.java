package dev.muster.cypher.engine;

import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.ExecutionContext.Procedure;
import dev.muster.cypher.Signature;
import dev.muster.cypher.ast.Command;
import dev.muster.cypher.function.FunctionList;
import dev.muster.cypher.run.BuiltInProcedures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The tables of SHOW PROCEDURES and SHOW FUNCTIONS. */
final class Callables {
    private static final List<String> PROCEDURE_COLUMNS = List.of(
            "name",
            "description",
            "mode",
            "worksOnSystem",
            "signature",
            "argumentDescription",
            "returnDescription",
            "admin",
            "rolesExecution",
            "rolesBoostedExecution",
            "isDeprecated",
            "deprecatedBy",
            "option");
    private static final List<String> FUNCTION_COLUMNS = List.of(
            "name",
            "category",
            "description",
            "signature",
            "isBuiltIn",
            "argumentDescription",
            "returnDescription",
            "aggregating",
            "rolesExecution",
            "rolesBoostedExecution",
            "isDeprecated",
            "deprecatedBy");

    private Callables() {}

    /** All that CALL can reach: the engine's own, those that administer, and the context's. */
    static List<Procedure> procedures(ExecutionContext context) {
        return Stream.of(
                        BuiltInProcedures.all(),
                        AdminProcedureTexts.all(),
                        context.procedures().all())
                .flatMap(List::stream)
                .sorted(Comparator.comparing(procedure -> procedure.signature().name()))
                .toList();
    }

    static PreparedListing.Table procedures(ExecutionContext context, Command.ExecutableBy executable) {
        List<Object[]> rows = new ArrayList<>();
        for (Procedure procedure : procedures(context)) {
            if (executable == null || context.procedures().allows(executable.user(), procedure.needs())) {
                rows.add(row(procedure, context));
            }
        }
        return new PreparedListing.Table(PROCEDURE_COLUMNS, PROCEDURE_COLUMNS.subList(0, 4), rows);
    }

    private static Object[] row(Procedure procedure, ExecutionContext context) {
        Signature signature = procedure.signature();
        List<String> roles = context.procedures().rolesFor(procedure.needs());
        return new Object[] {
            signature.name(),
            procedure.description(),
            procedure.mode(),
            procedure.worksOnSystem(),
            signature.text(),
            described(signature.arguments()),
            described(signature.results()),
            !procedure.needs().isEmpty(),
            roles,
            roles == null ? null : List.of(),
            false,
            null,
            Map.of("deprecated", false)
        };
    }

    static PreparedListing.Table functions(
            ExecutionContext context, Command.Listed listed, Command.ExecutableBy executable) {
        List<Object[]> rows = new ArrayList<>();
        boolean allowed = executable == null || context.procedures().allows(executable.user(), Set.of());
        if (allowed && listed != Command.Listed.USER_DEFINED_FUNCTIONS) {
            List<String> roles = context.procedures().rolesFor(Set.of());
            FunctionList.all().forEach(function -> rows.add(row(function, roles)));
        }
        return new PreparedListing.Table(FUNCTION_COLUMNS, FUNCTION_COLUMNS.subList(0, 3), rows);
    }

    private static Object[] row(FunctionList.Described function, List<String> roles) {
        Signature signature = function.signature();
        return new Object[] {
            signature.name(),
            function.category(),
            function.description(),
            signature.text(),
            true,
            described(signature.arguments()),
            signature.results().get(0).type(),
            function.aggregating(),
            roles,
            roles == null ? null : List.of(),
            function.deprecatedBy() != null,
            function.deprecatedBy()
        };
    }

    /** Defaults are written as Neo4j writes them: tools read them out of that. */
    private static List<Object> described(List<Signature.Field> fields) {
        List<Object> maps = new ArrayList<>();
        for (Signature.Field field : fields) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", field.name());
            map.put("type", field.type());
            map.put("description", field.text());
            map.put("isDeprecated", false);
            if (field.otherwise() != null) {
                map.put("default", "DefaultParameterValue{value=" + field.otherwise() + ", type=" + field.type() + "}");
            }
            maps.add(map);
        }
        return maps;
    }
}
