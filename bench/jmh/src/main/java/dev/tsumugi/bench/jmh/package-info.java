/** Microbenchmarks of the pure cores. */
@NullMarked
package dev.tsumugi.bench.jmh;

import org.jspecify.annotations.NullMarked;
