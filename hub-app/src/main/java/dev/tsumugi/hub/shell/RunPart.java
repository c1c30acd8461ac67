package dev.tsumugi.hub.shell;

/** One thing a run starts and stops: the database, the identity server, the application. */
interface RunPart {
  /**
   * Starts, and returns when the part answers. A part that dies later says so by {@link Run#fail}.
   *
   * @return what the step's line says: {@code PostgreSQL 17.10 ready on port 5432}
   * @throws Failure if it does not come up; {@link #stop} is called then as well
   */
  String start(Run run);

  /**
   * Stops and returns when nothing is left of it. Another thread may be inside {@link #start}: then
   * that start has to end too, well or badly.
   */
  void stop();
}
