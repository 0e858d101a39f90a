package dev.muster.cypher.function;

import static dev.muster.cypher.function.FunctionTable.add;

import dev.muster.cypher.error.CypherError;
import java.util.List;

/** How alike two lists of numbers are, from 0 to 1. */
final class VectorFunctions {
    private VectorFunctions() {}

    static void register() {
        add("vector.similarity.cosine", 2, 2, (a, s) -> cosine(vectors("vector.similarity.cosine", a)));
        add("vector.similarity.euclidean", 2, 2, (a, s) -> euclidean(vectors("vector.similarity.euclidean", a)));
    }

    private static double[][] vectors(String function, Object[] arguments) {
        double[] left = vector(function, arguments[0]);
        double[] right = vector(function, arguments[1]);
        if (left.length == 0 || left.length != right.length) {
            throw CypherError.ARGUMENT.exception("Invalid input for '" + function
                    + "()': Expected two vectors of the same dimension, at least 1, got: " + left.length + " and "
                    + right.length);
        }
        return new double[][] {left, right};
    }

    private static double[] vector(String function, Object value) {
        List<?> list = Arguments.list(function, value);
        return list.stream()
                .mapToDouble(item -> Arguments.number(function, item).doubleValue())
                .toArray();
    }

    private static double cosine(double[][] vectors) {
        double product = dot(vectors[0], vectors[1]);
        double norms = Math.sqrt(dot(vectors[0], vectors[0])) * Math.sqrt(dot(vectors[1], vectors[1]));
        if (norms == 0) {
            throw CypherError.ARGUMENT.exception(
                    "Invalid input for 'vector.similarity.cosine()': Expected vectors that are not all zeros");
        }
        return (1 + product / norms) / 2;
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }

    private static double euclidean(double[][] vectors) {
        double sum = 0;
        for (int i = 0; i < vectors[0].length; i++) {
            double difference = vectors[0][i] - vectors[1][i];
            sum += difference * difference;
        }
        return 1 / (1 + sum);
    }
}
