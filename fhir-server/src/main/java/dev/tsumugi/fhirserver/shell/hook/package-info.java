/** Calls that leave the hub: notifications to the endpoints of subscriptions. */
@NullMarked
package dev.tsumugi.fhirserver.shell.hook;

import org.jspecify.annotations.NullMarked;
