package dev.tsumugi.ems.shell;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.tsumugi.consent.Access;
import dev.tsumugi.ems.Confirmations;
import dev.tsumugi.ems.Hit;
import dev.tsumugi.fhirserver.DocumentSigner;
import dev.tsumugi.fhirserver.JournalPage;
import dev.tsumugi.fhirserver.JournalWords;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.SealedSheets;
import dev.tsumugi.fhirserver.Write;
import dev.tsumugi.fhirserver.Written;
import dev.tsumugi.fhirserver.shell.store.KeyStore;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The look-up town, with tablets to which sheets are sealed. */
final class SealedTown implements AutoCloseable {
  static final String OWN = "Organization/crew";

  final LookupTown town;
  private final DocumentSigner signer;
  private final SealedOperations operations;
  private final Map<String, Ref> incidents = new HashMap<>();

  SealedTown(Path folder) {
    town = new LookupTown(folder);
    for (String id : List.of("crew", "other")) {
      town.put("{'resourceType':'Organization','id':'" + id + "','name':'" + id + "'}");
    }
    signer = KeyStore.open(folder.resolve("keys"));
    operations =
        new SealedOperations(
            town.store().sealedSheets(SealedSheets.LONGEST),
            new SheetSealer(signer),
            new IncidentPeople(town.lookup(), town.confirmations()));
  }

  /** A registered tablet that has told its key. */
  final class Tablet {
    final String jkt;
    private final String organization;
    ECKey key = key();

    Tablet(String jkt, String organization) {
      this.jkt = jkt;
      this.organization = organization;
    }

    Tablet registered() {
      town.sql(
          "insert into device (jkt, id, organization, name, registered, registered_by) values ('"
              + jkt
              + "', 'id-"
              + jkt
              + "', '"
              + organization
              + "', '救急 "
              + jkt
              + "', '2026-01-01', 'chief')");
      return this;
    }

    Tablet enrolled() {
      run(operations.deviceKey(), string("key", key.toPublicJWK().toJSONString()));
      return this;
    }

    Access access() {
      return town.tablet(jkt, organization);
    }

    Json.Obj run(Operation operation, String... parameters) {
      Json.Obj input =
          LookupTown.json(
              "{'resourceType':'Parameters','parameter':["
                  + Arrays.stream(parameters).collect(Collectors.joining(","))
                  + "]}");
      return Json.parseObject(
          operation.run(access(), new Operation.Call(Optional.empty(), input, Map.of())));
    }

    /** What the hub answers. */
    Json.Obj seal(String incident, String... patients) {
      List<String> parameters = new ArrayList<>();
      parameters.add(
          "{'name':'incident','valueReference':{'reference':'"
              + incidents.getOrDefault(incident, new Ref("Encounter", incident))
              + "'}}");
      for (String patient : patients) {
        Confirmations.Confirmed confirmed =
            new Confirmations.Confirmed(
                Ref.patient(patient), Hit.of("card", "certain"), Optional.empty());
        parameters.add(string("confirm", town.confirmations().seal(access(), confirmed)));
      }
      return run(operations.seal(), parameters.toArray(String[]::new));
    }

    /** States by id, newest first. */
    List<String> standing(String... holds) {
      Json.Obj answer =
          run(
              operations.standing(),
              Arrays.stream(holds).map(id -> string("holds", id)).toArray(String[]::new));
      return groups(answer, "sealed").stream()
          .map(one -> part(one, "id", "valueString") + " " + part(one, "state", "valueCode"))
          .toList();
    }

    Json.Obj opened(String id, String sheet, String at, String by) {
      return run(
          operations.report(),
          "{'name':'opening','part':["
              + string("id", id)
              + ","
              + string("sheet", sheet)
              + ",{'name':'at','valueInstant':'"
              + at
              + "'},"
              + string("by", by)
              + "]}");
    }

    /** What is in a seal, if this tablet can open it and the hub signed it. */
    Json.Obj unsealed(Json.Obj sealed) throws JOSEException, ParseException {
      JWEObject jwe = JWEObject.parse(part(sealed, "jwe", "valueString"));
      jwe.decrypt(new ECDHDecrypter(key));
      JWSObject jws = JWSObject.parse(jwe.getPayload().toString());
      DocumentSigner.Point hub = signer.key();
      ECKey known =
          new ECKey.Builder(Curve.P_256, new Base64URL(hub.x()), new Base64URL(hub.y())).build();
      if (!jws.verify(new ECDSAVerifier(known))) throw new AssertionError("not signed by the hub");
      return Json.parseObject(jws.getPayload().toBytes());
    }
  }

  Tablet tablet(String jkt) {
    return new Tablet(jkt, OWN).registered().enrolled();
  }

  Tablet stranger(String jkt, String organization) {
    return new Tablet(jkt, organization);
  }

  private static ECKey key() {
    try {
      return new ECKeyGenerator(Curve.P_256).generate();
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }

  static String string(String name, String value) {
    return Json.object().put("name", name).put("valueString", value).build().toString();
  }

  static List<Json.Obj> groups(Json.Obj answer, String name) {
    return answer.objects("parameter").stream()
        .filter(parameter -> name.equals(parameter.text("name")))
        .toList();
  }

  static String part(Json.Obj group, String name, String member) {
    return group.objects("part").stream()
        .filter(part -> name.equals(part.text("name")))
        .map(part -> part.text(member))
        .findFirst()
        .orElse("");
  }

  static String id(Json.Obj answer) {
    return part(groups(answer, "sealed").get(0), "id", "valueString");
  }

  /** The reference of an incident. */
  String run(String name) {
    return incidents.get(name).toString();
  }

  /** As its organisation wrote it. */
  void incident(String name, String status, String organization, String... more) {
    Json.Obj body =
        LookupTown.json(
            "{'resourceType':'Encounter','status':'"
                + status
                + "','class':{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'EMER'},"
                + "'serviceProvider':{'reference':'"
                + organization
                + "'}"
                + String.join("", more)
                + "}");
    Ref known = incidents.get(name);
    Write write =
        known == null
            ? new Write.Create("Encounter", body, "", Optional.empty())
            : new Write.Update(
                known, body.with("id", Json.text(known.id())), "", OptionalInt.empty());
    Written written =
        town.store().records().commit(town.tablet("t-office", organization), List.of(write)).get(0);
    incidents.put(name, written.resource().ref());
  }

  /** Somebody with something in every block, who agreed. */
  void person(String id) {
    town.resident(id, "沢村 " + id, "サワムラ");
    town.record(id);
    town.agree(id);
  }

  /** Which devices may hold a sheet of a resident, as they read it. */
  List<Json.Obj> held(Access asker, String patient) {
    byte[] answer =
        operations
            .held()
            .run(
                asker,
                new Operation.Call(Optional.of(new Ref("Patient", patient)), null, Map.of()));
    return groups(Json.parseObject(answer), "held");
  }

  /** The journal as the resident reads it, in Japanese, newest first. */
  List<String> journal(String patient) {
    JournalPage.Page page =
        town.store()
            .journalPage()
            .of(
                town.resident(patient),
                new Ref("Patient", patient),
                new JournalPage.Window(100, Instant.EPOCH, Optional.empty()));
    List<String> texts = new ArrayList<>();
    for (JournalPage.Line line : page.lines()) {
      for (Json part : JournalWords.parts(line)) {
        Json.Obj one = (Json.Obj) part;
        if ("text".equals(one.text("name"))) texts.add(one.text("valueString"));
      }
    }
    return texts;
  }

  static String text(Json.Obj answer) {
    return new String(Json.bytes(answer), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    town.close();
  }
}
