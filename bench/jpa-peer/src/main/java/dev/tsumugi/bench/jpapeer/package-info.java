/** The bench's peer: a HAPI JPA server that is configuration only. */
@NullMarked
package dev.tsumugi.bench.jpapeer;

import org.jspecify.annotations.NullMarked;
