/** Documents, cards, papers and links over the records. */
@NullMarked
package dev.tsumugi.acp.shell.paper;

import org.jspecify.annotations.NullMarked;
