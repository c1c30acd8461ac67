/** FHIR's RESTful interface over bytes. */
@NullMarked
package dev.tsumugi.fhirserver.shell.http;

import org.jspecify.annotations.NullMarked;
