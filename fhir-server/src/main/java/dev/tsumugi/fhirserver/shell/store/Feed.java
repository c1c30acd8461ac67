package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Service;
import dev.tsumugi.consent.Situation;
import dev.tsumugi.fhirserver.BackOff;
import dev.tsumugi.fhirserver.Hook.Message;
import dev.tsumugi.fhirserver.Hook.Outcome;
import dev.tsumugi.fhirserver.HookTarget;
import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JournalEntry.Kind;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.fhirserver.StoredResource.Change;
import dev.tsumugi.fhirserver.SubscriptionState;
import dev.tsumugi.fhirserver.shell.store.Subscriptions.Claimed;
import dev.tsumugi.fhirserver.shell.store.Subscriptions.Event;
import dev.tsumugi.fhirserver.shell.store.Subscriptions.News;
import dev.tsumugi.fhirserver.shell.store.Subscriptions.Place;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Serves subscriptions: reads the outbox for each, asks the gate what its writer may see at this
 * moment, journals, sends. At least once, in the order of the outbox; one worker a subscription,
 * whichever node claims it.
 */
final class Feed {
  private final Database database;
  private final Flow.Parts parts;
  private final ConsentEngine engine;
  private final Flow.Hooks hooks;
  private final Subscriptions subscriptions = new Subscriptions();
  private final StatusWrite status;
  private volatile boolean stopping;

  Feed(Flow.Parts parts, ConsentEngine engine, Flow.Hooks hooks) {
    this.parts = parts;
    this.database = parts.database();
    this.engine = engine;
    this.hooks = hooks;
    this.status = new StatusWrite(parts);
  }

  void stop() {
    stopping = true;
  }

  private Instant now() {
    return parts.settings().clock().instant();
  }

  /** Looks at every subscription that has something to be done; true if one had. */
  boolean step() {
    List<String> due = database.snapshot(connection -> subscriptions.due(connection, now()));
    for (String id : due) {
      if (stopping) return false;
      Optional<Claimed> claimed =
          database.write(connection -> subscriptions.claim(connection, id, now()));
      claimed.ifPresent(this::serve);
    }
    database.write(
        connection -> {
          subscriptions.trim(connection);
          return true;
        });
    return !due.isEmpty();
  }

  private void serve(Claimed claimed) {
    Ref ref = new Ref("Subscription", claimed.id());
    Optional<Json.Obj> resource =
        database
            .snapshot(connection -> parts.reader().newest(connection, ref))
            .filter(row -> row.change() != Change.DELETED)
            .map(row -> Json.parseObject(row.stored().json()));
    Json.Obj channel = resource.map(json -> json.obj("channel")).orElse(null);
    Optional<HookTarget> target =
        channel == null ? Optional.empty() : hooks.rules().target(channel);
    String over = over(claimed);
    if (!over.isEmpty()) {
      move(claimed, SubscriptionState.Event.ENDED, over);
    } else if (target.isEmpty()) {
      move(claimed, SubscriptionState.Event.REFUSED, "the endpoint cannot be read");
    } else if (claimed.state() == SubscriptionState.REQUESTED) {
      Optional<String> refusal = hooks.hook().refusal(target.get());
      move(
          claimed,
          refusal.isEmpty() ? SubscriptionState.Event.SET_UP : SubscriptionState.Event.REFUSED,
          refusal.orElse(""));
    } else {
      pump(claimed, resource.orElseThrow(), target.get());
    }
  }

  /** Why it has ended; empty if it has not. Words for its owner. */
  private String over(Claimed claimed) {
    if (!now().isBefore(claimed.ends())) return "its time is over; ask for it anew";
    Access access = engine.open(claimed.requester(), now());
    Situation situation =
        database.snapshot(
            connection -> Facts.read(connection, parts.policies(), access, List.of()).situation());
    if (situation.over().isPresent()) {
      return "the sign-on it was made with has ended (" + situation.over().get() + ")";
    }
    Optional<Service> service = situation.service();
    boolean assessed = service.isPresent() && now().isBefore(service.get().validUntil());
    return assessed ? "" : "the app's privacy impact assessment has ended";
  }

  private void pump(Claimed claimed, Json.Obj resource, HookTarget target) {
    String criteria = String.valueOf(resource.text("criteria"));
    Query asked;
    try {
      asked = hooks.rules().criteria(criteria);
    } catch (Problem noLongerUnderstood) {
      move(claimed, SubscriptionState.Event.REFUSED, "the criteria are not supported any more");
      return;
    }
    short type = parts.r4().typeNumber(asked.type());
    News news =
        database.snapshot(connection -> subscriptions.news(connection, claimed.place(), type));
    for (Event event : news.events()) {
      if (stopping) break;
      Optional<StoredResource> visible = look(claimed, criteria, event);
      if (visible.isEmpty()) continue;
      Outcome outcome = hooks.hook().send(target, message(target, visible.get()));
      if (!(outcome instanceof Outcome.Delivered)) {
        failed(claimed, outcome);
        return;
      }
      if (!advance(claimed, event.place())) return;
    }
    if (stopping || !advance(claimed, news.after())) return;
    database.write(
        connection -> {
          subscriptions.release(connection, claimed, now());
          return true;
        });
  }

  private boolean advance(Claimed claimed, Place place) {
    return database.write(connection -> subscriptions.advance(connection, claimed, place, now()));
  }

  private record Answer(Optional<StoredResource> visible, List<JournalEntry> entries) {}

  /** The changed resource as the subscriber may see it now; journalled when this returns. */
  private Optional<StoredResource> look(Claimed claimed, String criteria, Event event) {
    Query query = hooks.rules().criteria(criteria, event.id());
    Access access = engine.open(claimed.requester(), now());
    Answer answer =
        database.snapshot(
            connection -> {
              Searcher.Result result =
                  parts
                      .searcher()
                      .search(
                          connection,
                          access,
                          GateTag.SUBSCRIPTION,
                          query.onlyMatches(1),
                          Optional.empty());
              if (result.rows().isEmpty()) return new Answer(Optional.empty(), List.of());
              Row row = result.rows().get(0);
              Ruling ruling = result.ruling();
              boolean may = ruling.quietly(Action.READ, row).permitted();
              if (!may) return new Answer(Optional.empty(), List.of());
              List<JournalEntry> entries =
                  result.journal(Kind.NOTIFY, "notify " + query.type(), query).stream()
                      .filter(JournalEntry::permitted)
                      .toList();
              return new Answer(Optional.of(row.stored()), entries);
            });
    parts.journal().append(answer.entries());
    return answer.visible();
  }

  /** R4: with a payload an update of the resource, else an empty POST. */
  private static Message message(HookTarget target, StoredResource resource) {
    return target.payload()
        ? new Message("PUT", resource.ref().toString(), resource.json())
        : new Message("POST", "", new byte[0]);
  }

  private void failed(Claimed claimed, Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      move(claimed, SubscriptionState.Event.REFUSED, refused.why());
      return;
    }
    String why = outcome instanceof Outcome.Failed failed ? failed.why() : "";
    int before = database.snapshot(connection -> subscriptions.failures(connection, claimed));
    int failures = before + 1;
    if (failures >= BackOff.TRIES) {
      move(
          claimed,
          SubscriptionState.Event.GAVE_UP,
          "given up after " + failures + " tries, the last: " + why);
      return;
    }
    Instant due = now().plus(BackOff.after(failures, hooks.chance().getAsDouble()));
    database.write(
        connection -> {
          subscriptions.failed(connection, claimed, failures, due);
          return true;
        });
  }

  /** Moves the status, in the table and in the resource at once. */
  private void move(Claimed claimed, SubscriptionState.Event event, String error) {
    SubscriptionState next = claimed.state().on(event).orElseThrow();
    Committer.Done done = parts.underway().during(() -> move(claimed, next, error));
    parts.journal().append(done.entries(), done.pending());
  }

  private Committer.Done move(Claimed claimed, SubscriptionState next, String error) {
    return database.writeRows(
        false,
        (connection, generation) -> {
          Instant now = now().truncatedTo(ChronoUnit.MILLIS);
          SearchSet set = parts.parameters().at(connection, generation);
          Optional<Row> row = status.lock(connection, new Ref("Subscription", claimed.id()));
          boolean mine = subscriptions.move(connection, claimed, next, now);
          if (!mine || row.isEmpty()) return new Committer.Done(List.of(), List.of(), 0);
          return status.write(connection, set, row.get(), next, error, claimed.requester(), now);
        });
  }
}
