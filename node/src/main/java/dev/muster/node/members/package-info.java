/**
 * What servers ask each other on the routing port (7688): to propose a change set on behalf of a member that does not lead,
 * and which stores lie ready. One frame out, one frame back. Not consensus, not backups, not discovery.
 */
package dev.muster.node.members;
