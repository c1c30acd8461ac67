/** Wires governance into the hub. */
@NullMarked
package dev.tsumugi.governance.shell;

import org.jspecify.annotations.NullMarked;
