package dev.tsumugi.terminology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is expanded, what is validated and what is asked for short are one set of codes. */
class ExpansionPropertyTest {
  @Provide
  Arbitrary<Json.Obj> systems() {
    return Drawn.system();
  }

  @Provide
  Arbitrary<Json.Obj> sets() {
    return Drawn.valueSet(Drawn.SET, true);
  }

  @Provide
  Arbitrary<Json.Obj> others() {
    return Drawn.valueSet(Drawn.OTHER_SET, false);
  }

  private static Call call(Json... parameters) {
    Json.Obj resource =
        Json.object()
            .put("resourceType", "Parameters")
            .put("parameter", List.of(parameters))
            .build();
    return new Call(resource, null, "urn:uuid:0", "2026-01-01T00:00:00Z");
  }

  private static Json text(String name, String value) {
    return Json.object().put("name", name).put("valueString", value).build();
  }

  private static void gather(List<Json.Obj> contains, TreeSet<String> into) {
    for (Json.Obj one : contains) {
      into.add(one.text("code"));
      gather(one.objects("contains"), into);
    }
  }

  @Property(tries = 1_000)
  void expansionIsWhatValidationAccepts(
      @ForAll("systems") Json.Obj system,
      @ForAll("sets") Json.Obj set,
      @ForAll("others") Json.Obj other) {
    Definitions definitions = new ResourceDefinitions(List.of(system, set, other));
    Operations operations = new Operations(definitions);
    Terminology terminology = Terminology.over(definitions);

    TreeSet<String> expanded = new TreeSet<>();
    Json.Obj expansion =
        operations.expand(call(text("url", Drawn.SET))).resource().obj("expansion");
    gather(expansion.objects("contains"), expanded);
    TreeSet<String> accepted = new TreeSet<>();
    TreeSet<String> members = new TreeSet<>();
    for (String code : Drawn.codes()) {
      Json.Obj answer =
          operations
              .validateCode(
                  call(text("url", Drawn.SET), text("system", Drawn.SYSTEM), text("code", code)))
              .resource();
      if (answer.toString().contains("\"result\",\"valueBoolean\":true")) accepted.add(code);
      Membership member = terminology.memberOf(Drawn.SET, new Coding(Drawn.SYSTEM, code));
      if (member.certain()) members.add(code);
    }
    TreeSet<String> listed = new TreeSet<>();
    for (Coding coding : terminology.codesOf(Drawn.SET, 100)) listed.add(coding.code());

    assertThat(expanded).isEqualTo(accepted).isEqualTo(members).isEqualTo(listed);
    assertThat(expansion.get("total")).isEqualTo(new Json.Num(Integer.toString(expanded.size())));
  }

  @Property(tries = 300)
  void pagesTogetherAreTheWhole(
      @ForAll("systems") Json.Obj system,
      @ForAll("sets") Json.Obj set,
      @ForAll("others") Json.Obj other) {
    Operations operations = new Operations(new ResourceDefinitions(List.of(system, set, other)));
    TreeSet<String> whole = new TreeSet<>();
    gather(
        operations
            .expand(call(text("url", Drawn.SET)))
            .resource()
            .obj("expansion")
            .objects("contains"),
        whole);

    TreeSet<String> paged = new TreeSet<>();
    int seen = 0;
    for (int offset = 0; offset <= Drawn.CODES; offset += 3) {
      List<Json.Obj> page =
          operations
              .expand(
                  call(
                      text("url", Drawn.SET),
                      text("excludeNested", "true"),
                      text("offset", Integer.toString(offset)),
                      text("count", "3")))
              .resource()
              .obj("expansion")
              .objects("contains");
      seen += page.size();
      gather(page, paged);
    }

    assertThat(paged).isEqualTo(whole);
    assertThat(seen).isEqualTo(whole.size());
  }
}
