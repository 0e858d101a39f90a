/** What the scenarios of the client suite need to know of this generation of the Java driver, and nothing else. */
package dev.muster.clients;
