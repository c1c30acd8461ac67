/** The hub's own rules: what a file to load becomes on the wire, and in which order. */
@NullMarked
package dev.tsumugi.hub;

import org.jspecify.annotations.NullMarked;
