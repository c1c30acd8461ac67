package dev.tsumugi.consent;

/**
 * How surely a person must be signed on for what binds others: to write wishes and consents, to
 * name who may speak for somebody, to break the glass. Services have no person to ask.
 */
public final class StepUp {
  /** A passkey, or a second factor. */
  public static final int NEEDED = 2;

  private StepUp() {}

  /** Whether the requester is a person who is not signed on surely enough for it. */
  public static boolean lacks(Requester requester) {
    return requester.actor().isPresent() && requester.signOn().assurance() < NEEDED;
  }

  /** Whether writing such a row needs it. A RelatedPerson makes a proxy. */
  static boolean guards(Facet facet) {
    return facet.dataClass() == DataClass.WISHES
        || facet.dataClass() == DataClass.CONSENT
        || facet.type().equals("RelatedPerson");
  }
}
