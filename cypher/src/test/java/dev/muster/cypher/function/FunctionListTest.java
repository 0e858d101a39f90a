package dev.muster.cypher.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.IntSummaryStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That what is told of functions is told of those that there are. */
class FunctionListTest {
    @Test
    void everyFunctionIsDescribedAndNothingElseIs() {
        assertThat(FunctionList.texts().keySet()).isEqualTo(FunctionList.names());
        assertThat(FunctionList.all()).allSatisfy(function -> {
            assertThat(function.description())
                    .isNotEmpty()
                    .endsWith(function.description().contains(":") ? "" : ".");
            assertThat(function.signature().results()).hasSize(1);
        });
    }

    @Test
    void signaturesTakeAsManyArgumentsAsTheFunctionDoes() {
        for (String name : FunctionTable.names()) {
            FunctionTable.Entry entry = FunctionTable.find(name);
            List<FunctionList.Described> all = FunctionList.texts().get(name);
            long fewest = all.stream()
                    .mapToLong(one -> one.signature().arguments().stream()
                            .filter(argument -> argument.otherwise() == null)
                            .count())
                    .min()
                    .orElseThrow();
            IntSummaryStatistics most = all.stream()
                    .mapToInt(one -> one.signature().arguments().size())
                    .summaryStatistics();
            assertThat(fewest).as(name).isEqualTo(entry.argumentsMin());
            assertThat(most.getMax()).as(name).isEqualTo(name.equals("coalesce") ? 1 : entry.argumentsMax());
        }
        for (String name : Aggregation.names()) {
            assertThat(FunctionList.texts().get(name))
                    .as(name)
                    .allMatch(one -> one.aggregating() && one.category().equals("Aggregating"))
                    .allMatch(one -> one.signature().arguments().size() == Aggregation.arguments(name));
        }
    }
}
