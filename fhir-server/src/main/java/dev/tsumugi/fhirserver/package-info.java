/** The records: what can be asked of the store, and what it answers. Every call takes an Access. */
@NullMarked
package dev.tsumugi.fhirserver;

import org.jspecify.annotations.NullMarked;
