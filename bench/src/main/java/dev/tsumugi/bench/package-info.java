/** What the bench measures and how its figures are made: schedule, order, medians, table. */
@NullMarked
package dev.tsumugi.bench;

import org.jspecify.annotations.NullMarked;
