/**
 * Plans as documents: FHIR bundles, pages to print, links, and what comes in from elsewhere. Rules
 * and forms only; nothing here reads or writes.
 */
@NullMarked
package dev.tsumugi.acp.paper;

import org.jspecify.annotations.NullMarked;
