/**
 * What clients saw, and whether one copy of the data that does one thing at a time could have shown it to them.
 *
 * <p>Start at {@link dev.muster.sim.history.History}, which clients of a simulated cluster write while they work, and
 * {@link dev.muster.sim.history.LinearizabilityChecker}, which judges it against a
 * {@link dev.muster.sim.history.Model}. {@link dev.muster.sim.history.ListAppendCheck} and
 * {@link dev.muster.sim.history.BankCheck} put a linear-time check with a plainer message before it.
 *
 * <p>Pure functions over values: no clock, no thread, no chance, and nothing else of the house. All may be called from any
 * one thread; {@link dev.muster.sim.history.HistoryRecorder} belongs to the lane of the clients it records. The same history
 * gives the same verdict and the same text, always.
 *
 * <p>Sources: Wing and Gong 1993 (the search), Lowe 2017 (its memory of visited configurations), Horn and Kroening 2015
 * (partitions by key), Kingsbury and Alvaro 2020 (anomalies of list-append read off the lists). Written from the papers.
 */
package dev.muster.sim.history;
