package dev.tsumugi.testkit.scene;

import dev.tsumugi.kernel.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What is said of somebody, as the parameters of a look-up. */
final class Said {
  private final List<Json.Obj> items = new ArrayList<>();

  List<Json.Obj> items() {
    return List.copyOf(items);
  }

  Said name(String name) {
    return add("name", Json.text(name));
  }

  Said born(LocalDate day) {
    return born(day.toString());
  }

  Said born(String day) {
    return add("birthDate", Json.text(day));
  }

  /** As it looks: three years off at most. */
  Said age(Villager of, LocalDate today, Random random) {
    int seen = Math.max(0, of.age(today) + random.nextInt(7) - 3);
    items.add(Json.object().put("name", "age").put("valueInteger", (long) seen).build());
    return this;
  }

  Said sex(Villager of) {
    return sex(of.sex());
  }

  Said sex(String sex) {
    items.add(Json.object().put("name", "sex").put("valueCode", sex).build());
    return this;
  }

  Said address(String address) {
    return add("address", Json.text(address));
  }

  Said phone(String phone) {
    return add("phone", Json.text(phone));
  }

  private Said add(String name, Json value) {
    items.add(Json.object().put("name", name).put("valueString", value).build());
    return this;
  }
}
