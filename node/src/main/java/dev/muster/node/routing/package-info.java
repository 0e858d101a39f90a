/**
 * Transactions on databases of which a server has no copy (decision 0012): {@link dev.muster.node.routing.RemoteServers} is the
 * side that asks, {@link dev.muster.node.routing.RoutedWork} the one that has the copy and does the work, on threads of its own
 * that may block. Both talk over the routing port in the maps of {@link dev.muster.node.routing.RoutedMessage}; rows come in
 * pages that are asked for one by one, so neither side ever holds more than one.
 */
package dev.muster.node.routing;
