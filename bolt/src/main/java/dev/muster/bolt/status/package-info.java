/**
 * What clients are told beside results and error texts (facts/bolt.md 5): the GQLSTATUS of errors and successes, and
 * notifications with the clients' filters. Knows what is said, not how it is packed. All of it is pure.
 */
package dev.muster.bolt.status;
