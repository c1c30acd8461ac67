/** Wires telecare-session into the hub. */
@NullMarked
package dev.tsumugi.telecare.shell;

import org.jspecify.annotations.NullMarked;
