/** Wires the records into the hub. */
@NullMarked
package dev.tsumugi.fhirserver.shell;

import org.jspecify.annotations.NullMarked;
