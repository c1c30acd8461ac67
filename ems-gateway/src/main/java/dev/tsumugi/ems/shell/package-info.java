/** The emergency look-up as a FHIR operation, and the module's wiring. */
@NullMarked
package dev.tsumugi.ems.shell;

import org.jspecify.annotations.NullMarked;
