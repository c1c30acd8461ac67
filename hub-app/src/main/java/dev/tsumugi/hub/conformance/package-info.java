/** The public suites of the FHIR terminology ecosystem: what they expect, and comparing. */
@NullMarked
package dev.tsumugi.hub.conformance;

import org.jspecify.annotations.NullMarked;
