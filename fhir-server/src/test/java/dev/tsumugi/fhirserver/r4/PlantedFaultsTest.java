package dev.tsumugi.fhirserver.r4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each way to spoil a good resource, at every place of the tree, is found. */
class PlantedFaultsTest {
  private static final Validator VALIDATOR = new Validator(R4.load());

  private static final String GOOD =
      "{'resourceType':'Patient','id':'a','meta':{'profile':['http://p']},'text':{'status':"
          + "'generated','div':'<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">x</div>'},"
          + "'contained':[{'resourceType':'Organization','id':'o','name':'x','contact':[{'name':"
          + "{'family':'y'}}]}],'extension':[{'url':'u','valuePeriod':{'start':'2020'}}],"
          + "'identifier':[{'system':'s','value':'1'}],'active':true,'name':[{'given':['A','B'],"
          + "'_given':[null,{'extension':[{'url':'u','valueCode':'c'}]}]}],'multipleBirthInteger':2,"
          + "'photo':[{'data':'YWJj','size':3}],'link':[{'other':{'reference':'Patient/2'},"
          + "'type':'seealso'}],'managingOrganization':{'reference':'#o'}}";

  private static final List<Function<Json, Json>> FAULTS =
      List.of(
          value -> Json.Null.NULL,
          value -> new Json.Arr(List.of()),
          value -> new Json.Arr(List.of(new Json.Arr(List.of(value)))),
          value -> Json.object().build(),
          value -> Json.object().put("nonsense", 1).build(),
          value -> value instanceof Json.Text ? new Json.Num("7") : Json.text(""),
          value -> Json.text(" "));

  @Test
  void everyPlantedFaultIsFound() {
    Json.Obj good = Json.parseObject(GOOD.replace('\'', '"').getBytes(UTF_8));
    assertThat(VALIDATOR.check(good)).isEmpty();

    List<Json> spoilt = new ArrayList<>();
    for (Function<Json, Json> fault : FAULTS) spoil(good, fault, spoilt::add);

    assertThat(spoilt).hasSizeGreaterThan(300);
    for (Json one : spoilt) {
      assertThat(VALIDATOR.check((Json.Obj) one)).as(one.toString()).isNotEmpty();
    }
  }

  private static void spoil(
      Json value, Function<Json, Json> fault, java.util.function.Consumer<Json> sink) {
    if (value instanceof Json.Obj object) {
      for (int i = 0; i < object.size(); i++) {
        String name = object.name(i);
        Json member = object.value(i);
        sink.accept(object.with(name, fault.apply(member)));
        spoil(member, fault, changed -> sink.accept(object.with(name, changed)));
      }
    } else if (value instanceof Json.Arr array) {
      for (int i = 0; i < array.items().size(); i++) {
        int at = i;
        Json item = array.items().get(i);
        // A null beside a value or an extension is good JSON FHIR.
        Json bad = fault.apply(item);
        if (bad != Json.Null.NULL) sink.accept(with(array, at, bad));
        spoil(item, fault, changed -> sink.accept(with(array, at, changed)));
      }
    }
  }

  private static Json with(Json.Arr array, int index, Json item) {
    List<Json> items = new ArrayList<>(array.items());
    items.set(index, item);
    return new Json.Arr(items);
  }
}
