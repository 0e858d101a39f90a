/**
 * The one implementation of a store: {@link dev.muster.store.engine.Stores} makes, opens, copies and adopts them.
 *
 * <p>A store on disk is three things: the graph in {@code muster.store} (an MVStore in checksummed blocks), the
 * transaction log, and the checkpoint record that says which version of the graph and how much of the log count. What
 * is newer than the checkpoint record is cut off when a store is opened: whoever agreed on it delivers it again. A store that
 * is still on its way here has an {@link dev.muster.store.engine.ArrivalRecord} in the checkpoint's place.
 */
package dev.muster.store.engine;
