package dev.muster.cypher.tck;

import dev.muster.cypher.CypherException;
import java.util.Map;
import java.util.regex.Pattern;

/** Judges an error that the kit expects: it must come in its phase and be about the same thing. */
final class ExpectedErrors {
    /** What our text says where the kit names a detail. Those that are missing here occur once or twice. */
    private static final Map<String, Pattern> TEXTS = Map.ofEntries(
            text("AmbiguousAggregationExpression", "implicit grouping|must be aliased"),
            text("CreatingVarLength", "Variable length relationships cannot be used"),
            text("DeletedEntityAccess", "has been deleted in this transaction"),
            text("IntegerOverflow", "integer is too large"),
            text("InvalidAggregation", "aggregat"),
            text("InvalidArgumentType", "Type mismatch|Expected an? |is not a valid value"),
            text("InvalidArgumentValue", "Invalid input for function .*Expected"),
            text("InvalidDelete", "expected Node, Path or Relationship"),
            text("InvalidNumberLiteral", "Invalid literal"),
            text("InvalidParameterUse", "Parameter maps cannot be used"),
            text("MapElementAccessByNonString", "expected String"),
            text("MergeReadOwnWrites", "because of null property value"),
            text("NegativeIntegerArgument", "Must be a non-negative integer"),
            text("NoSingleRelationshipType", "Exactly one relationship type"),
            text("NonConstantExpression", "not defined|non-deterministic"),
            text("NumberOutOfRange", "can't be zero|must be a number in the range"),
            text("UndefinedVariable", "not defined|introduce new variables|declared before|implicit grouping"),
            text("UnexpectedSyntax", "Invalid input|pattern expression|outside standalone call|Type mismatch"),
            text("VariableAlreadyBound", "already declared|Exactly one relationship type"),
            text("VariableTypeConflict", "conflicting type|same relationship variable|already declared"));

    private ExpectedErrors() {}

    private static Map.Entry<String, Pattern> text(String detail, String text) {
        return Map.entry(detail, Pattern.compile(text));
    }

    static Verdict judge(
            String type, String phase, String detail, RuntimeException failure, boolean failedAtCompileTime) {
        String wanted = type + " at " + phase + ": " + detail;
        if (failure == null) {
            return Verdict.wrong("no error instead of " + wanted);
        }
        if (!(failure instanceof CypherException error)) {
            return Verdict.refused(failure + " instead of " + wanted);
        }
        if (error.code().endsWith(".NotSupported")) {
            return Verdict.refused(error.getMessage().split("\n| \\(line")[0]);
        }
        if (phase.equals("compile time") && !failedAtCompileTime) {
            return Verdict.refused("found at run time only: " + wanted);
        }
        Pattern text = TEXTS.get(detail);
        return text == null || text.matcher(error.getMessage()).find()
                ? Verdict.PASSED
                : Verdict.refused(error.getMessage().split("\n")[0] + " instead of " + wanted);
    }
}
