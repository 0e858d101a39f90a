/**
 * What is done with the chains of a folder after they were made: listing, verifying, expiring. Making artifacts is {@code
 * online}'s, turning them into stores {@code restore}'s, and which artifact continues which {@code artifact}'s business.
 */
package dev.muster.backup.chain;
