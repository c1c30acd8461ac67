package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Facet;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Set;

/**
 * Renders a patient's emergency sheet. The store calls it inside the transaction that changed one
 * of {@link #types()} and keeps the blocks; it sees the rows but has no way to give them to
 * anybody: what it returns is stored under the facets of the rows it came from and gated on each
 * look-up.
 */
public interface SheetRenderer {
  Set<String> types();

  /**
   * Whether rows of this facet can make a difference; asked for {@link #types()} only. What is not
   * used is neither read nor waited for: a vital sign every minute must not render a sheet.
   */
  boolean uses(Facet facet);

  /** Raised when the same rows are rendered differently: every sheet is then rendered anew. */
  int version();

  /**
   * Pure. Items of one block and facet are kept together; order within a block is kept. Those of a
   * row that is not shown go no further.
   */
  List<Item> render(Ref patient, List<Row> rows);

  /**
   * The open work data (practitioners, their roles, organisations) that these blocks speak of: it
   * is read at the time of the answer, for a telephone number changes without the sheet.
   */
  default Set<Ref> mentions(List<Sheets.Block> blocks) {
    return Set.of();
  }

  /**
   * A current resource of the patient, and what consent looks at.
   *
   * @param shown whether a line may be made of it. What is not shown still ends what was said
   *     before it and still contradicts a "none known": the sheet is thinner for who sees less, not
   *     false.
   */
  record Row(Json.Obj resource, Facet facet, boolean shown) {
    public Row(Json.Obj resource, Facet facet) {
      this(resource, facet, true);
    }
  }

  /**
   * @param block code of {@code CodeSystem/sheet-block}
   * @param row this says something about
   */
  record Item(String block, Row row, Json.Obj content) {
    public Facet facet() {
      return row.facet();
    }
  }
}
