/**
 * Discovery by the SWIM gossip of atomix-cluster, for real clusters only: the library owns threads and reads the clock, so
 * no simulation contains this package.
 */
package dev.muster.node.discovery.atomix;
