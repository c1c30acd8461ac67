/** Which codes reveal something sensitive: value sets, compiled to a matcher. */
@NullMarked
package dev.tsumugi.terminology.labels;

import org.jspecify.annotations.NullMarked;
