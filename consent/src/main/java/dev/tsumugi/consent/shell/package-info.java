/** How the consent engine enters the hub. */
@NullMarked
package dev.tsumugi.consent.shell;

import org.jspecify.annotations.NullMarked;
