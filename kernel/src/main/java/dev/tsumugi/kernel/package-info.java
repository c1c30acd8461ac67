/** The few words everybody shares: typed references, problems, JSON, periods, FHIR dates. */
@NullMarked
package dev.tsumugi.kernel;

import org.jspecify.annotations.NullMarked;
