/** {@code $validate}: HAPI's validator, built when it is first asked for. */
@NullMarked
package dev.tsumugi.fhirserver.shell.profile;

import org.jspecify.annotations.NullMarked;
