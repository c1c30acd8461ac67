/** What must this crew know now, on one screen? The emergency sheet, and the question for it. */
@NullMarked
package dev.tsumugi.ems;

import org.jspecify.annotations.NullMarked;
