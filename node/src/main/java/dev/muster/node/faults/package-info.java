/**
 * Faults of real servers on purpose: the file that says what is to be wrong with a server ({@link
 * dev.muster.node.faults.FaultsFile}), and the server's side of it ({@link dev.muster.node.faults.FaultControl}). How faults
 * work is {@code dev.muster.runtime.faulty}; who writes the files is {@code dev.muster.node.launcher}.
 */
package dev.muster.node.faults;
