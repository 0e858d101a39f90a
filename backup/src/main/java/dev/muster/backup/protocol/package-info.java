/**
 * The backup protocol, both ends: {@link dev.muster.backup.protocol.BackupServer} offers a server's databases on any
 * number of addresses, and clients ask for them; {@link dev.muster.backup.protocol.StoreCopyClient} brings one into a
 * store. What is done with what arrives (an artifact, a store) is not decided here.
 */
package dev.muster.backup.protocol;
