/** Wires acp-service into the hub. */
@NullMarked
package dev.tsumugi.acp.shell;

import org.jspecify.annotations.NullMarked;
