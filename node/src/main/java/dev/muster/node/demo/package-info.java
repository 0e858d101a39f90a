/**
 * The main job end to end on real data, narrated ({@code muster demo}): start at {@link dev.muster.node.demo.Demo}. Holds
 * the air-routes graph (read by {@link dev.muster.node.demo.AirRoutes}, loaded with the official driver by {@link
 * dev.muster.node.demo.AirRoutesLoader}) and the questions about it whose answers are known, {@link
 * dev.muster.node.demo.KnownAnswers}, which tests use too. An edge package.
 */
package dev.muster.node.demo;
