/** Finding a person by what is nearly right: pure rules over names, days, addresses and phones. */
@NullMarked
package dev.tsumugi.ems.find;

import org.jspecify.annotations.NullMarked;
