package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET [type]/[id]/$meta} (<a href="https://hl7.org/fhir/R4/resource-operation-meta.html">R4
 * $meta</a>): a read that shows profiles, tags and labels alone. Of a type or of the whole system
 * it would tell what is labelled how, whoever's it is: that is not offered.
 */
public final class MetaOperation implements Operation {
  private final Records records;

  public MetaOperation(Records records) {
    this.records = records;
  }

  @Override
  public String name() {
    return "$meta";
  }

  @Override
  public Optional<String> type() {
    return Optional.empty();
  }

  @Override
  public boolean onInstance() {
    return true;
  }

  @Override
  public boolean onEveryType() {
    return true;
  }

  @Override
  public String documentation() {
    return "Version, profiles, tags and security labels of one resource, as a read of it";
  }

  @Override
  public boolean safe() {
    return true;
  }

  @Override
  public String definition() {
    return "http://hl7.org/fhir/OperationDefinition/Resource-meta";
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(List.of());
    Ref ref =
        call.instance()
            .orElseThrow(
                () ->
                    Problem.of(
                        Problem.Kind.NOT_FOUND, "$meta is offered at /fhir/[type]/[id]/$meta"));
    StoredResource resource = records.read(access, ref).orElseThrow(() -> Problem.notFound(ref));
    Json.Obj meta = Json.parseObject(resource.json()).obj("meta");
    Json.Obj answer =
        Json.object()
            .put("name", "return")
            .put("valueMeta", meta == null ? Json.object().build() : meta)
            .build();
    return Json.bytes(
        Json.object().put("resourceType", "Parameters").put("parameter", List.of(answer)).build());
  }
}
