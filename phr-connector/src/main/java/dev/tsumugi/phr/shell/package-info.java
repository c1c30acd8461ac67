/** Wires phr-connector into the hub. */
@NullMarked
package dev.tsumugi.phr.shell;

import org.jspecify.annotations.NullMarked;
