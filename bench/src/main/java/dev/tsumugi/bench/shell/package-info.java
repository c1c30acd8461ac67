/** The bench at work: starts servers, generates and loads data, sends requests, reads clocks. */
@NullMarked
package dev.tsumugi.bench.shell;

import org.jspecify.annotations.NullMarked;
