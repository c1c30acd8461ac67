package dev.tsumugi.fhirserver.shell.terms;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Pieces;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.terminology.Answer;
import dev.tsumugi.terminology.Operations;
import dev.tsumugi.terminology.R4Form;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * One operation of R4's <a href="https://hl7.org/fhir/R4/terminology-service.html">terminology
 * service</a>, on a type or on one instance. Parameters come as a Parameters resource or in the
 * address, where they may repeat.
 *
 * <p>Definitions are open to everybody who is signed on with a scope to read the type, as their
 * resources are; they tell of nobody, so nothing is journalled.
 */
final class TermOperation implements Operation {
  /** Changes what is asked for in a way that is not offered here: refused, never passed over. */
  private static final Set<String> NOT_OFFERED =
      Set.of("context", "contextDirection", "date", "exclude-system", "manifest", "dependency");

  private final Kind kind;
  private final boolean onInstance;
  private final Records records;
  private final Operations operations;
  private final Clock clock;

  /**
   * What it is.
   *
   * @param self name of the parameter that an instance stands for
   * @param run what makes the answer
   */
  record Kind(
      String name,
      String type,
      String self,
      String definition,
      String documentation,
      BiFunction<Operations, dev.tsumugi.terminology.Call, Answer> run) {}

  TermOperation(
      Kind kind, boolean onInstance, Records records, Operations operations, Clock clock) {
    this.kind = kind;
    this.onInstance = onInstance;
    this.records = records;
    this.operations = operations;
    this.clock = clock;
  }

  @Override
  public String name() {
    return kind.name();
  }

  @Override
  public Optional<String> type() {
    return Optional.of(kind.type());
  }

  @Override
  public boolean onInstance() {
    return onInstance;
  }

  @Override
  public String documentation() {
    return kind.documentation();
  }

  @Override
  public String definition() {
    return kind.definition();
  }

  @Override
  public boolean safe() {
    return true;
  }

  @Override
  public boolean repeats() {
    return true;
  }

  @Override
  public byte[] run(Access access, Call call) {
    return Json.bytes(answered(access, call).resource());
  }

  @Override
  public Answered answer(Access access, Call call) {
    Answer answer = answered(access, call);
    return new Answered(answer.status(), Pieces.of(Json.bytes(R4Form.of(answer.resource()))));
  }

  private Answer answered(Access access, Call call) {
    demandScope(access);
    dev.tsumugi.terminology.Call asked =
        new dev.tsumugi.terminology.Call(
            parameters(access, call),
            call.asked().language().orElse(null),
            "urn:uuid:" + UUID.randomUUID(),
            FhirTime.instant(clock.instant()));
    return kind.run().apply(operations, asked);
  }

  private void demandScope(Access access) {
    if (access.refusedOnSome(Action.READ, kind.type()).isEmpty()) return;
    throw Problem.of(
        Problem.Kind.FORBIDDEN,
        "this sign-on lacks a scope that this needs: user/" + kind.type() + ".r");
  }

  private Json.Obj parameters(Access access, Call call) {
    List<Json> all = new ArrayList<>();
    Json.Obj input = call.input();
    if (input != null) all.addAll(input.objects("parameter"));
    for (Word word : call.asked().words()) {
      all.add(Json.object().put("name", word.name()).put("valueString", word.value()).build());
    }
    for (Json one : all) {
      String name = one instanceof Json.Obj parameter ? parameter.text("name") : null;
      if (name == null || !NOT_OFFERED.contains(name)) continue;
      throw Problem.at(
          Problem.Kind.NOT_SUPPORTED, name, "'" + name + "' is not supported by " + kind.name());
    }
    call.instance().ifPresent(ref -> all.add(0, instance(access, ref)));
    return Json.object().put("resourceType", "Parameters").put("parameter", all).build();
  }

  private Json instance(Access access, Ref ref) {
    byte[] stored = records.read(access, ref).orElseThrow(() -> Problem.notFound(ref)).json();
    return Json.object().put("name", kind.self()).put("resource", Json.parseObject(stored)).build();
  }
}
