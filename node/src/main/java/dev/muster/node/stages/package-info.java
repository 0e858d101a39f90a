/**
 * How the core waits: never by holding a thread, always by a stage that completes on a lane. {@link
 * dev.muster.node.stages.Awaiting} waits for conditions and sets limits, {@link dev.muster.node.stages.Stages} handles how
 * stages fail. Threads that may block wait in {@code dev.muster.node.edge}.
 */
package dev.muster.node.stages;
