/** What does this person want, and who may speak for them? So far: the cards of CDS Hooks. */
@NullMarked
package dev.tsumugi.acp;

import org.jspecify.annotations.NullMarked;
