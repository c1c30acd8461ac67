/** What is measured of the module identity from within its package. */
@NullMarked
package dev.tsumugi.identity.shell;

import org.jspecify.annotations.NullMarked;
