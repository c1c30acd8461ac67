package dev.tsumugi.fhirserver.shell.store;

import static dev.tsumugi.fhirserver.shell.store.TestStore.R4_FACTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheetRenewalTest {
  /** Says its version on every sheet, and which patients it was asked for. */
  private record Stamp(int version, List<String> asked) implements SheetRenderer {
    @Override
    public Set<String> types() {
      return Set.of("Patient");
    }

    @Override
    public boolean uses(Facet facet) {
      return true;
    }

    @Override
    public List<Item> render(Ref patient, List<Row> rows) {
      asked.add(patient.id());
      Json.Obj content = Json.object().put("version", version).build();
      return rows.stream().map(row -> new Item("stamp", row, content)).toList();
    }
  }

  @Test
  void anotherRendererRendersEverySheetAnewAndTheSameOneNone(@TempDir Path folder) {
    try (TestStore store = new TestStore(folder)) {
      for (int i = 0; i < 205; i++) {
        store.put(store.loader(), "{'resourceType':'Patient','id':'p" + i + "','active':true}");
      }
      store.store.close(); // the node's journal is free for the next store

      assertThat(opened(store, 1)).hasSize(205);
      assertThat(opened(store, 1)).isEmpty();
      assertThat(opened(store, 2)).hasSize(205);
      assertThat(
              store.number(
                  "select count(*) from emergency_sheet where convert_from(body, 'UTF8') ="
                      + " '[{\"version\":2}]'"))
          .isEqualTo(205);
    }
  }

  private static List<String> opened(TestStore store, int version) {
    List<String> asked = new ArrayList<>();
    Store.Settings settings = new Store.Settings("node-1", store.keys, store.clock, () -> "new");
    Database database =
        new Database(
            store.database.url(), store.database.app().user(), store.database.app().password());
    new Store(database, R4_FACTS, settings, Optional.of(new Stamp(version, asked))).close();
    return asked;
  }
}
