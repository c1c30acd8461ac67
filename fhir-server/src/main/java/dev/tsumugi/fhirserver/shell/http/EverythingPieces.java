package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.PatientRecord.Chunk;
import dev.tsumugi.fhirserver.PatientRecord.Chunks;
import dev.tsumugi.fhirserver.PatientRecord.State;
import dev.tsumugi.fhirserver.Pieces;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** A patient's record on its way out: a chunk of it, a piece of the Bundle. */
final class EverythingPieces implements Pieces {
  private final Chunks chunks;
  private final Supplier<Access> access;
  private final String base;
  private final String self;
  private final Function<Query.Position, String> nextLink;
  private StreamedBundle bundle = new StreamedBundle(List.of());
  private boolean begun;
  private boolean ended;

  /**
   * @param access as of now, for each chunk anew
   */
  EverythingPieces(
      Chunks chunks,
      Supplier<Access> access,
      String base,
      String self,
      Function<Query.Position, String> nextLink) {
    this.chunks = chunks;
    this.access = access;
    this.base = base;
    this.self = self;
    this.nextLink = nextLink;
  }

  @Override
  public boolean more() {
    return !ended;
  }

  @Override
  public byte[] next() {
    if (!begun) {
      Chunk first = chunks.next(access.get());
      List<Json> links = new ArrayList<>(List.of(StreamedBundle.link("self", self)));
      first.page().ifPresent(p -> links.add(StreamedBundle.link("next", nextLink.apply(p))));
      bundle = new StreamedBundle(links);
      begun = true;
      write(first);
    } else {
      further();
    }
    return bundle.take();
  }

  /** The status is sent: a failure becomes the Bundle's last entry, and the Bundle is closed. */
  private void further() {
    Chunk chunk;
    try {
      chunk = chunks.next(access.get());
    } catch (RuntimeException failure) {
      bundle.outcome(Problems.reply(failure).body());
      end();
      return;
    }
    write(chunk);
  }

  private void write(Chunk chunk) {
    for (StoredResource found : chunk.found()) bundle.found(base, found, "match");
    for (StoredResource along : chunk.along()) bundle.found(base, along, "include");
    if (chunk.state() == State.WITHDRAWN) bundle.outcome(Json.bytes(Problems.withdrawn()));
    if (chunk.state() != State.MORE) end();
  }

  private void end() {
    bundle.end();
    ended = true;
  }
}
