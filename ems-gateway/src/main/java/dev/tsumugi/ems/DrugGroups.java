package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.reading.Table;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Folding;
import dev.tsumugi.kernel.Shapes.Jp;
import java.util.ArrayList;
import java.util.List;

/** Which medicines change what a crew does: {@code drug-groups.tsv}, which names its source. */
final class DrugGroups {
  /**
   * Of a YJ code: where the number of route and ingredient stands, and from where it is external.
   */
  private static final int ROUTE_AT = 4;

  private static final String FIRST_EXTERNAL = "700";

  /**
   * @param codes beginnings of YJ codes
   * @param names folded words found in names of such medicines
   * @param not folded words of names that are none of it
   */
  record Group(String mark, String text, List<String> codes, List<String> names, List<String> not) {
    boolean hasCode(String yj) {
      boolean external =
          yj.length() >= ROUTE_AT + 3
              && yj.substring(ROUTE_AT, ROUTE_AT + 3).compareTo(FIRST_EXTERNAL) >= 0;
      return !external && codes.stream().anyMatch(yj::startsWith);
    }

    boolean hasName(String folded) {
      return names.stream().anyMatch(folded::contains) && not.stream().noneMatch(folded::contains);
    }
  }

  private final List<Group> groups;

  private DrugGroups(List<Group> groups) {
    this.groups = groups;
  }

  static DrugGroups load() {
    List<Group> groups = new ArrayList<>();
    for (List<String> row : Table.rows(DrugGroups.class, "drug-groups.tsv", 5)) {
      groups.add(
          new Group(
              row.get(0),
              row.get(1),
              Table.words(row.get(2)),
              folded(row.get(3)),
              folded(row.get(4))));
    }
    return new DrugGroups(groups);
  }

  private static List<String> folded(String cell) {
    return Table.words(cell).stream().map(Folding::fold).toList();
  }

  /** By code or by name: one mark too many costs a question, one too few may cost a life. */
  List<Group> of(List<Coding> codings, String name) {
    String folded = Folding.fold(name);
    List<Group> found = new ArrayList<>();
    for (Group group : groups) {
      boolean coded =
          codings.stream().anyMatch(coding -> isYj(coding) && group.hasCode(coding.code()));
      if (coded || group.hasName(folded)) found.add(group);
    }
    return found;
  }

  private static boolean isYj(Coding coding) {
    return coding.system().equals(Jp.YJ) || coding.system().equals(Jp.OLD_YJ);
  }
}
