/** Showing what artifacts say of themselves: the table and the JSON of {@code backup inspect}. */
package dev.muster.backup.inspect;
