/** What tests of several modules stand on: a real PostgreSQL, a clock that moves when told. */
@NullMarked
package dev.tsumugi.testkit;

import org.jspecify.annotations.NullMarked;
