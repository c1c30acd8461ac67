/** What R4 resources say, in the words that screens and sheets show. Pure rules over JSON. */
@NullMarked
package dev.tsumugi.fhirserver.reading;

import org.jspecify.annotations.NullMarked;
