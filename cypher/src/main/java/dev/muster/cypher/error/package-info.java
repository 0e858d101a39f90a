/** The errors a statement's author can meet: their codes and texts, in one table. */
package dev.muster.cypher.error;
