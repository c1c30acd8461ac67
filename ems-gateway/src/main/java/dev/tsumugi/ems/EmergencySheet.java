package dev.tsumugi.ems;

import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.SheetRenderer;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The emergency sheet: each block reads its rows and gives lines ready to show. It knows no time:
 * what begins or ends says so in its line, and the answer looks at the clock.
 *
 * <p>A line may never tell of another line, as the gate may withhold that one: there are no counts,
 * no "first of three", no marks that compare.
 */
public final class EmergencySheet implements SheetRenderer {
  private static final Set<String> TYPES =
      Set.of(
          "Patient",
          "CareTeam",
          "Device",
          "DeviceUseStatement",
          "Flag",
          "Observation",
          "ServiceRequest",
          "RelatedPerson",
          "AllergyIntolerance",
          "MedicationRequest",
          "MedicationStatement",
          "Condition");

  /** One block of the sheet. */
  interface Block {
    /** Code of {@code CodeSystem/sheet-block}. */
    String code();

    List<Line> lines(List<Row> rows);
  }

  private static final List<Block> BLOCKS =
      List.of(
          new WishBlock(),
          new OrderBlock(),
          new ContactBlock(),
          new AllergyBlock(),
          new MedicationBlock(),
          new ProblemBlock(),
          new DeviceBlock(),
          new InfectionBlock(),
          new BaselineBlock(),
          new DoctorBlock());

  /** The blocks in the order shown; whom to call about them stands apart, see {@link Doctors}. */
  static List<String> blocks() {
    return BLOCKS.stream().map(Block::code).filter(code -> !code.equals(Doctors.BLOCK)).toList();
  }

  @Override
  public Set<String> types() {
    return TYPES;
  }

  /**
   * Of observations only wishes and how the person lives, which {@code Shapes.Baseline} counts
   * among: what is measured day and night is of other classes. The other types are short lists.
   */
  @Override
  public boolean uses(Facet facet) {
    return !facet.type().equals("Observation")
        || facet.dataClass() == DataClass.WISHES
        || facet.dataClass() == DataClass.SOCIAL;
  }

  @Override
  public int version() {
    return 3;
  }

  @Override
  public Set<Ref> mentions(List<Sheets.Block> blocks) {
    return Doctors.mentionedIn(blocks);
  }

  @Override
  public List<Item> render(Ref patient, List<Row> rows) {
    List<Item> items = new ArrayList<>();
    for (Block block : BLOCKS) {
      block.lines(rows).stream()
          .sorted(Line.ORDER)
          .forEach(line -> items.add(new Item(block.code(), line.row(), line.json())));
    }
    return items;
  }
}
