package dev.muster.cypher.tck;

import java.util.List;

/**
 * One scenario, an outline's example being one of its own.
 *
 * @param name the feature's name, the scenario's, and for an outline the number of the example
 */
record Scenario(String name, List<Step> steps) {
    /** A step without its keyword; {@code text} and {@code table} are null where there is none. */
    record Step(String sentence, String text, List<List<String>> table) {}
}
