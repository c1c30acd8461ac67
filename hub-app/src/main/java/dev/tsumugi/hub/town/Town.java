package dev.tsumugi.hub.town;

import dev.tsumugi.kernel.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The demo town つむぎ市. Nobody in it lives, and no telephone in it rings.
 *
 * @param resources what is loaded first, in an order in which every reference has its target
 * @param updates new versions of some of them, to be written after: consents since revoked
 */
public record Town(List<Json.Obj> resources, List<Json.Obj> updates) {
  public Town {
    resources = List.copyOf(resources);
    updates = List.copyOf(updates);
  }

  /**
   * The same town for the same seed and day. Ages are true on {@code today}: birthdays move with
   * it, so that a town made next year is not older.
   */
  public static Town generate(long seed, LocalDate today) {
    Setting setting = new Setting(seed, today);
    Places places = new Places();
    List<Resident> residents = Resident.all(setting);
    Care care = new Care(setting, places);
    Chart chart = new Chart(setting, places);
    Measures measures = new Measures(setting, chart);
    Choices.Written choices = new Choices(setting).of(residents);

    List<Json.Obj> out = new ArrayList<>(places.resources());
    out.addAll(new Protocols().resources());
    out.addAll(new People(setting, places, residents).resources());
    for (Resident resident : residents) {
      out.addAll(care.of(resident));
      out.addAll(chart.of(resident));
      out.addAll(measures.of(resident));
    }
    out.addAll(new Usual(setting, residents).resources());
    out.addAll(new Wishes(setting, places).resources());
    out.addAll(choices.first());
    return new Town(out, choices.later());
  }
}
