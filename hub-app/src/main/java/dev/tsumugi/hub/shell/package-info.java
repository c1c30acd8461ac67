/**
 * The command line, the embedded PostgreSQL, and what a run starts and stops. {@link
 * dev.tsumugi.hub.shell.CommandLine} is the way in, {@link dev.tsumugi.hub.shell.RunParts} the list
 * of what runs.
 */
@NullMarked
package dev.tsumugi.hub.shell;

import org.jspecify.annotations.NullMarked;
