/** May this requester see or do this, for this purpose, now, and why (not)? Pure rules. */
@NullMarked
package dev.tsumugi.consent;

import org.jspecify.annotations.NullMarked;
