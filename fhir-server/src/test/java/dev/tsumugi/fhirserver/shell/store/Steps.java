package dev.tsumugi.fhirserver.shell.store;

/** What works in the background, a step at a time, for tests of other packages. */
public final class Steps {
  private Steps() {}

  /** Builds every export that waits. */
  public static void exports(Flow flow) {
    while (flow.build().step()) {}
  }

  /** Tells every change that waits to be told. */
  public static void notifications(Flow flow) {
    while (flow.feed().step()) {}
  }

  /** Labels or marks every row that waits for it. */
  public static void background(Store store) {
    while (store.relabelStep() || store.reindexStep()) {}
  }
}
