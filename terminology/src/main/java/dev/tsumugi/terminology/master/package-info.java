/** Master files of code systems: from the bytes somebody publishes to concepts. Pure. */
@NullMarked
package dev.tsumugi.terminology.master;

import org.jspecify.annotations.NullMarked;
