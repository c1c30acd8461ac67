/** The terminology operations over HTTP; what they answer is made in {@code terminology}. */
@NullMarked
package dev.tsumugi.fhirserver.shell.terms;

import org.jspecify.annotations.NullMarked;
