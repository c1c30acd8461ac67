package dev.tsumugi.hub.shell;

import dev.tsumugi.hub.PutTransaction;
import dev.tsumugi.hub.town.Town;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The demo town, loaded at first start by the front door: with the custodian's token, over HTTP.
 * Two transactions; the second ends with a marker, so that a start that was cut short is made good.
 */
final class TownPart implements RunPart {
  private static final long SEED = 7;
  private static final String MARKER = "/Library/demo-town";

  private final Clock clock;

  TownPart(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String start(Run run) {
    TokenClient client = TokenClient.here(run.settings());
    String token = client.loaderToken();
    if (client.get(token, MARKER).status() == 200) return "The demo town is there";
    Town town = Town.generate(SEED, LocalDate.now(clock.withZone(FhirTime.ZONE)));
    load(client, token, town.resources());
    List<Json.Obj> last = new ArrayList<>(town.updates());
    last.add(marker());
    load(client, token, last);
    return "The demo town is made: " + town.resources().size() + " resources";
  }

  private static Json.Obj marker() {
    return Json.object()
        .put("resourceType", "Library")
        .put("id", "demo-town")
        .put("status", "active")
        .put("title", "つむぎ市(デモ)の住民と施設")
        .put(
            "type",
            Json.object()
                .put(
                    "coding",
                    List.of(
                        Json.object()
                            .put("system", "http://terminology.hl7.org/CodeSystem/library-type")
                            .put("code", "asset-collection")
                            .build()))
                .build())
        .build();
  }

  private static void load(TokenClient client, String token, List<Json.Obj> resources) {
    List<Json> entries = new ArrayList<>();
    for (Json.Obj resource : resources) entries.add(PutTransaction.entry(resource));
    TokenClient.Answer answer = client.post(token, "", PutTransaction.of(entries));
    if (answer.status() == 200) return;
    List<Json.Obj> issues = answer.body().objects("issue");
    String why = issues.isEmpty() ? "" : issues.get(0).toString();
    throw new Failure("The demo town is refused (" + answer.status() + "): " + why);
  }

  @Override
  public void stop() {}
}
