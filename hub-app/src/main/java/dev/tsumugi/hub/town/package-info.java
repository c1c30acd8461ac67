/** The demo town つむぎ市: made-up people and records, the same for the same seed and day. */
@NullMarked
package dev.tsumugi.hub.town;

import org.jspecify.annotations.NullMarked;
