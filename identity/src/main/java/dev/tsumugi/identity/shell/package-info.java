/** Tokens to requesters, and the Keycloak realm that issues them. */
@NullMarked
package dev.tsumugi.identity.shell;

import org.jspecify.annotations.NullMarked;
