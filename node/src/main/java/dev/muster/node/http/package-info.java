/**
 * The HTTP port: health for whoever restarts servers, metrics for whoever watches them. Owns its threads (an edge,
 * DESIGN D2). What is healthy, and what is measured, is decided elsewhere and handed in.
 */
package dev.muster.node.http;
