package dev.tsumugi.terminology;

/** Is a code in a value set? Only {@link Member} and {@link NotMember} are known for certain. */
public sealed interface Membership {
  /**
   * It is.
   *
   * @param concept as its system (and the value set) words it
   */
  record Member(Concept concept) implements Membership {}

  /** It is not, and everything needed to say so was here. */
  record NotMember() implements Membership {}

  /**
   * The value set, the code system or this version of it is not known here.
   *
   * @param what the canonical that is missing
   */
  record NotKnownHere(String what) implements Membership {}

  /**
   * The definitions are here but do not settle it: a fragment, a cycle, a filter that cannot be
   * evaluated.
   */
  record CannotTell(String why) implements Membership {}

  /** True for a member; false in the three other cases. */
  default boolean certain() {
    return this instanceof Member;
  }
}
