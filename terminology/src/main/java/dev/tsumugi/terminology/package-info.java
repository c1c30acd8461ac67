/** What a code means, whether it is in a set, what it is in another system. Pure. */
@NullMarked
package dev.tsumugi.terminology;

import org.jspecify.annotations.NullMarked;
