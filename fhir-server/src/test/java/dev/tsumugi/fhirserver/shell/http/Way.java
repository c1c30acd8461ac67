package dev.tsumugi.fhirserver.shell.http;

import static dev.tsumugi.fhirserver.shell.http.WayBodies.JSON_PATCH;
import static dev.tsumugi.fhirserver.shell.http.WayBodies.MATCHED;
import static dev.tsumugi.fhirserver.shell.http.WayBodies.NEW_ONE;
import static dev.tsumugi.fhirserver.shell.http.WayBodies.PATCH;
import static dev.tsumugi.fhirserver.shell.http.WayBodies.got;
import static dev.tsumugi.fhirserver.shell.http.WayBodies.transaction;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A way round the gate that other servers are known to leave open. Each asks what a requester could
 * ask to learn of a resource that is hidden from them.
 */
enum Way {
  READ(a -> a.get("/Observation/secret")),
  HEAD(a -> a.send("HEAD", "/Observation/secret", "")),
  VREAD(
      a -> {
        a.get("/Observation/secret/_history/1");
        a.get("/Observation/secret/_history/2");
      }),
  INCLUDE(
      a -> {
        a.get("/DiagnosticReport?_include=DiagnosticReport:result");
        a.get("/DiagnosticReport?patient=hanako&_include=DiagnosticReport:result");
        a.get("/Condition?_include=Condition:encounter");
      }),
  REVINCLUDE(
      a -> {
        a.get("/Patient?_id=hanako&_revinclude=Observation:patient");
        a.get("/Practitioner?_id=rare&_revinclude=Observation:performer");
        a.get("/Encounter?_revinclude=Observation:encounter");
      }),
  ITERATE(
      a -> {
        a.get(
            "/DiagnosticReport?_include=DiagnosticReport:result&_include:iterate="
                + "Observation:encounter");
        a.get(
            "/CareTeam?_include=CareTeam:patient&_revinclude:iterate=Observation:patient&"
                + "_include:iterate=Observation:performer");
      }),
  WILDCARD(
      a -> {
        a.get("/DiagnosticReport?_include=*");
        a.get("/Condition?patient=hanako&_include=*&_revinclude=*");
        a.get("/Practitioner?_id=rare&_revinclude=*");
      }),
  CHAIN(
      a -> {
        a.get("/Observation?encounter.class=IMP");
        a.get("/Observation?patient=hanako&encounter:Encounter.identifier=urn:ids|e-secret");
        a.get("/Condition?encounter.class=IMP");
        a.get("/DiagnosticReport?result.code=urn:codes|c77");
        a.get("/DiagnosticReport?result.performer:Practitioner.name=Rare");
      }),
  HAS(
      a -> {
        a.get("/Patient?_has:Observation:patient:code=urn:codes|c77");
        a.get("/Patient?_id=hanako,taro&_has:Observation:patient:code=urn:codes|c77");
        a.get("/Practitioner?_has:Observation:performer:code=urn:codes|c77");
        a.get("/Encounter?_has:Observation:encounter:code=urn:codes|c77");
      }),
  VALUE_BISECTION(
      a -> {
        for (String asked :
            new String[] {
              "value-quantity=gt700",
              "value-quantity=lt778&value-quantity=gt776",
              "date=2026-01-03",
              "date=ge2026-01-03&date=lt2026-01-04",
              "code=urn:codes|c77",
              "code:text=secret",
              "performer=Practitioner/rare",
              "identifier=urn:ids|secret",
              "encounter=Encounter/secret",
              "_lastUpdated=ge2026-01-01",
              "_id=secret",
              "_security=http://terminology.hl7.org/CodeSystem/v3-ActCode|HIV",
              "code-value-quantity=urn:codes|c77$gt700",
            }) {
          a.get("/Observation?" + asked);
          a.get("/Observation?patient=hanako,taro&" + asked);
          a.get("/Observation?_total=accurate&" + asked);
        }
      }),
  SORT(
      a -> {
        a.get("/Observation?_sort=-value-quantity&_count=1");
        a.get("/Observation?patient=hanako&_sort=-value-quantity&_count=1");
        a.walk("/Observation?_sort=date&_count=2");
        a.walk("/Observation?_sort=-_id&_count=1");
      }),
  TOTAL(
      a -> {
        a.get("/Observation?_total=accurate&_count=1");
        a.get("/Observation?_total=estimate&_count=1");
        a.get("/Observation?patient=hanako,taro&_total=accurate");
        a.get("/?_type=Observation,Encounter&_total=accurate");
      }),
  COUNT(
      a -> {
        a.get("/Observation?_summary=count");
        a.get("/Observation?patient=hanako,taro&_summary=count");
        a.get("/Encounter?_count=0");
        a.get("/Observation?code=urn:codes|c77&_summary=count");
      }),
  PAGE_SIZE(
      a -> {
        a.walk("/Observation?_count=2");
        a.walk("/Observation?patient=hanako&_count=1");
        a.walk("/Encounter?_count=1&_revinclude=Observation:encounter");
      }),
  PAGE_LINK_OF_ANOTHER_USER(
      a -> {
        String question = "/Observation?_sort=-value-quantity&_count=3";
        a.get(Asking.nextOf(a.asked(a.town.loader(), question)));
        a.get(Asking.nextOf(a.asked(a.town.physician("sato"), question)));
      }),
  PAGE_LINK_AFTER_A_CHANGE(
      a -> {
        String next = Asking.nextOf(a.get("/Observation?_sort=value-quantity&_count=2"));
        a.vanishes("seen-3");
        a.walk(next);
      },
      Mark.WRITES,
      Mark.SETS_THE_TOWNS_APART),
  CACHED_RESULT(
      a -> {
        for (String address :
            new String[] {"/Observation/secret", "/Observation?code=urn:codes|c77"}) {
          a.asked(a.town.loader(), address);
          a.get(address);
        }
      }),
  SEARCH_BY_POST(
      a -> {
        a.send("POST", "/Observation/_search?code=urn:codes|c77", "");
        a.send("POST", "/_search?_type=Observation,Encounter", "");
      }),
  ELEMENTS(
      a -> {
        a.get("/Observation?_elements=id");
        a.get("/Observation?_summary=true");
      }),
  CREATE_UNDER_A_CONDITION(
      a ->
          a.send(
              "POST",
              "/Observation",
              NEW_ONE,
              "if-none-exist",
              "identifier=urn:ids|secret",
              "prefer",
              "return=representation"),
      Mark.WRITES),
  UPDATE_UNDER_A_CONDITION(
      a -> {
        a.send("PUT", "/Observation?identifier=urn:ids|secret", NEW_ONE);
        a.send("PATCH", "/Observation?code=urn:codes|c77", PATCH, "content-type", JSON_PATCH);
      },
      Mark.WRITES),
  DELETE_UNDER_A_CONDITION(
      a -> a.send("DELETE", "/Observation?identifier=urn:ids|secret", ""), Mark.WRITES),
  MATCH_URL_IN_A_TRANSACTION(
      a -> {
        a.send("POST", "/", transaction("'ifNoneExist':'identifier=urn:ids|secret',", ""));
        a.send("POST", "/", transaction("", ",'hasMember':[" + MATCHED + "]"));
      },
      Mark.WRITES),
  REFERENCE_TO_A_HIDDEN_TARGET(
      a -> {
        a.send(
            "POST",
            "/Observation",
            NEW_ONE.replace(
                "'status'", "'hasMember':[{'reference':'Observation/secret'}],'status'"));
        a.send(
            "POST",
            "/Observation",
            NEW_ONE.replace("'status'", "'encounter':{'reference':'Encounter/secret'},'status'"));
      },
      Mark.WRITES),
  REFERRER_OF_WHAT_IS_DELETED(
      a -> {
        String id = a.recorded(NEW_ONE);
        a.secretRefersTo("Observation/" + id);
        a.send("DELETE", "/Observation/" + id, "");
        id = a.recorded(NEW_ONE);
        a.secretRefersTo("Observation/" + id);
        a.referredTo("Observation/" + id);
        a.send("DELETE", "/Observation/" + id, "");
      },
      Mark.WRITES),
  UPDATE(
      a ->
          a.send(
              "PUT", "/Observation/secret", NEW_ONE.replace("'status'", "'id':'secret','status'")),
      Mark.WRITES),
  PATCH_OF_A_ROW(
      a -> a.send("PATCH", "/Observation/secret", PATCH, "content-type", JSON_PATCH), Mark.WRITES),
  DELETE(a -> a.send("DELETE", "/Observation/secret", ""), Mark.WRITES),
  IF_MATCH(
      a -> {
        String body = NEW_ONE.replace("'status'", "'id':'secret','status'");
        a.send("PUT", "/Observation/secret", body, "if-match", "W/\"7\"");
        a.send("DELETE", "/Observation/secret", "", "if-match", "W/\"7\"");
      },
      Mark.WRITES),
  ETAG_AND_IF_NONE_MATCH(
      a -> {
        a.get("/Observation/secret", "if-none-match", "W/\"1\"");
        a.get("/Observation/secret", "if-modified-since", "Sun, 22 Nov 2026 04:00:00 GMT");
        a.get("/Observation/secret", "if-none-match", "W/\"9\"");
      }),
  HISTORY_OF_ONE(
      a -> {
        a.get("/Observation/secret/_history");
        a.get("/Observation/secret/_history?_count=0");
      }),
  HISTORY_OF_A_TYPE(
      a -> {
        a.get("/Observation/_history?_total=accurate");
        a.walk("/Observation/_history?_count=1");
        a.get("/Encounter/_history?_since=2026-01-01T00:00:00Z");
      }),
  HISTORY_OF_ALL(
      a -> {
        a.get("/_history?_total=accurate&_count=500");
        a.walk("/_history?_count=4");
      }),
  EVERYTHING(
      a -> {
        a.get("/Patient/hanako/$everything");
        a.get("/Patient/taro/$everything");
        a.walk("/Patient/hanako/$everything?_count=2");
        a.get("/Patient/hanako/$everything?start=2026-01-03&end=2026-01-03");
      }),
  SUMMARY(
      a -> {
        a.get("/Patient/hanako/$summary");
        a.get("/Patient/taro/$summary");
      }),
  EXPORT(
      a -> {
        a.export("/Patient/$export");
        a.export("/$export?_type=Observation,Encounter");
      },
      Mark.WRITES),
  VALIDATE(
      a -> {
        a.get("/Observation/secret/$validate");
        a.send(
            "POST",
            "/Observation/$validate",
            NEW_ONE.replace(
                "'status'", "'hasMember':[{'reference':'Observation/secret'}],'status'"));
      }),
  META(
      a -> {
        a.get("/Observation/secret/$meta");
        a.get("/Observation/$meta");
        a.get("/$meta");
      }),
  ACCESS_JOURNAL(
      a -> {
        a.get("/Patient/hanako/$access-journal");
        a.get("/Patient/taro/$access-journal");
      }),
  SUBSCRIPTION(
      a -> {
        a.send("POST", "/Subscription", WayBodies.SUBSCRIPTION);
        a.town.settle();
        a.secretChanges("again");
        a.town.settle();
        a.note("told " + a.town.told);
        a.get("/Subscription");
      },
      Mark.WRITES,
      Mark.BY_AN_OPERATOR),
  SUBSCRIPTION_WITHOUT_THE_SCOPE_TO_SEARCH(
      a -> {
        a.send("POST", "/Subscription", WayBodies.SUBSCRIPTION);
        a.town.settle();
        a.secretChanges("and again");
        a.town.settle();
        a.note("told " + a.town.told);
      },
      Mark.WRITES,
      Mark.BY_WHO_MAY_NOT_SEARCH),
  BINARY(
      a -> {
        a.get("/Binary/secret");
        a.get("/Binary/secret", "accept", "text/plain");
        a.get("/Binary/secret/_history");
        a.get("/DocumentReference/paper");
      }),
  CONTAINED(
      a -> {
        a.get("/Observation?specimen.identifier=urn:ids|specimen-secret");
        a.get("/Observation?_include=Observation:specimen");
        a.get("/Specimen?identifier=urn:ids|specimen-secret");
      }),
  OPERATION_RESPONSE(
      a ->
          a.send(
              "POST",
              "/",
              "{'resourceType':'Bundle','type':'batch','entry':["
                  + got("Observation/secret")
                  + ","
                  + got("Observation?code=urn:codes|c77")
                  + ","
                  + got("Observation/secret/_history")
                  + ","
                  + got("Patient/taro/$everything")
                  + ","
                  + got("Observation?_summary=count")
                  + "]}")),
  ERROR_TEXT(
      a -> {
        a.send("PUT", "/Observation/secret", "{'resourceType':'Observation','id':'secret'}");
        a.send("PUT", "/Observation/secret", "{'resourceType':'Encounter','id':'secret'}");
        a.get("/Observation/secret/_history/99");
        a.get("/Observation/secret/$nonsense");
        a.send(
            "PATCH",
            "/Observation/secret",
            "[{'op':'test','path':'/status','value':'amended'}]",
            "content-type",
            JSON_PATCH);
      }),
  TERMINOLOGY_USAGE(
      a -> {
        a.get("/Observation?code:in=https://example.org/rare");
        a.get("/Observation?code:not-in=https://example.org/rare");
        a.get("/ValueSet/rare/$expand");
        a.get("/ValueSet/$validate-code?url=https://example.org/rare&system=urn:codes&code=c77");
      }),
  FILTER(a -> a.get("/Observation?_filter=value-quantity gt 700"), Mark.SAME_FOR_ALL),
  METADATA(
      a -> {
        a.note(new String(a.town.openly("/metadata").body(), StandardCharsets.UTF_8));
        a.note(
            new String(a.town.openly("/metadata?mode=terminology").body(), StandardCharsets.UTF_8));
      },
      Mark.SAME_FOR_ALL);

  /** What sets a way apart. */
  enum Mark {
    /** It changes the town, and so needs one of its own. */
    WRITES,
    /** Seen afterwards: what is hidden in the one town was deleted in the other. */
    SETS_THE_TOWNS_APART,
    /** Asked by a service that may read what it knows the id of, and not search. */
    BY_WHO_MAY_NOT_SEARCH,
    /** Asked by an operator of machines, who sees no resident's data: a doctor may not ask it. */
    BY_AN_OPERATOR,
    /** Its answer is made of no row: who may see what is hidden gets the same. */
    SAME_FOR_ALL
  }

  private final Consumer<Asking> attempt;
  private final Set<Mark> marks;

  Way(Consumer<Asking> attempt, Mark... marks) {
    this.attempt = attempt;
    this.marks = Set.of(marks);
  }

  boolean is(Mark mark) {
    return marks.contains(mark);
  }

  void attempt(Asking asking) {
    attempt.accept(asking);
  }
}
