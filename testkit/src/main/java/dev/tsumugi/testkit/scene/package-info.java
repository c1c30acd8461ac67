/**
 * Scenes in which a crew looks for somebody: a generated village, and what goes wrong when its
 * people are named. It shares no code with what finds them: its tables of names, its conversions of
 * kana and its mistakes are its own.
 */
@NullMarked
package dev.tsumugi.testkit.scene;

import org.jspecify.annotations.NullMarked;
