/** The patient summary: which entries, in which words. Pure rules over JSON. */
@NullMarked
package dev.tsumugi.fhirserver.ips;

import org.jspecify.annotations.NullMarked;
