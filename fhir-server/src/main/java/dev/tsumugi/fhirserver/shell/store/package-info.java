/** The records over PostgreSQL. */
@NullMarked
package dev.tsumugi.fhirserver.shell.store;

import org.jspecify.annotations.NullMarked;
