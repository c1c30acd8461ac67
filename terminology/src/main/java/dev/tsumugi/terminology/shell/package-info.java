/** Wires terminology into the hub. */
@NullMarked
package dev.tsumugi.terminology.shell;

import org.jspecify.annotations.NullMarked;
