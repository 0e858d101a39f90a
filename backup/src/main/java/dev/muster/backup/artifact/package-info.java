/**
 * Backup artifacts: the file format ({@code docs/artifact-format.md}), writing one so that it is whole or absent, reading
 * and verifying it, names, and the chains that the artifacts of a folder form.
 *
 * <p>{@link dev.muster.backup.artifact.ArtifactWriter} and {@link dev.muster.backup.artifact.ArtifactReader} are the two
 * ends; {@link dev.muster.backup.artifact.Chains} holds all rules about parents and contiguity, without effects. Knows
 * nothing of servers or the network.
 */
package dev.muster.backup.artifact;
