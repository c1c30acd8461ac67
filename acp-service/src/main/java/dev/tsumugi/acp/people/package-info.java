/**
 * Who stands around a resident's wishes: whom they ask to speak for them, and what is talked over.
 */
@NullMarked
package dev.tsumugi.acp.people;

import org.jspecify.annotations.NullMarked;
