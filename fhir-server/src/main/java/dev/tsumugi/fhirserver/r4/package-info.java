/**
 * What FHIR R4 says of its resources: their shape, what can be searched of them, whose they are.
 */
@NullMarked
package dev.tsumugi.fhirserver.r4;

import org.jspecify.annotations.NullMarked;
