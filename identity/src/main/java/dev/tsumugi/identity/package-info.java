/** Who is asking? Rules from a token's claims to a requester; pure. */
@NullMarked
package dev.tsumugi.identity;

import org.jspecify.annotations.NullMarked;
