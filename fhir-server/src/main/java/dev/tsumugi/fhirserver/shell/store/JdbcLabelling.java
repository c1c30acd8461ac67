package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Labelling;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.labels.Labels;
import java.util.List;
import java.util.TreeMap;

/** What the database says of the labels, told anew each time. */
final class JdbcLabelling implements Labelling {
  private final Database database;
  private final LabelRules rules;

  JdbcLabelling(Database database, LabelRules rules) {
    this.database = database;
    this.rules = rules;
  }

  @Override
  public List<Json.Obj> inForce() {
    Labels labels =
        database.snapshot(
            connection -> rules.labels(connection, LabelGenerations.current(connection).rules()));
    return List.copyOf(new TreeMap<>(labels.valueSets()).values());
  }

  @Override
  public Progress progress() {
    return database.snapshot(RelabelWalk::progress);
  }
}
