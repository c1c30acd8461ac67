package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a crew calls to have a wish or an order confirmed: the person's general practitioner, and
 * those whom a care team names as family doctor, deputy or ward. Names and numbers are not kept
 * here: they are work data, and are read with the answer.
 */
final class DoctorBlock implements EmergencySheet.Block {
  static final String FAMILY_DOCTOR = "family-doctor";

  private static final Set<String> WORKING = Set.of("active");

  private final CodeTable roles = CodeTable.load("doctor-roles.tsv");

  @Override
  public String code() {
    return Doctors.BLOCK;
  }

  @Override
  public List<Line> lines(List<Row> rows) {
    List<Line> lines = new ArrayList<>();
    for (Row row : rows) {
      Json.Obj resource = row.resource();
      if (Elements.type(resource).equals("Patient")) {
        for (Json.Obj doctor : resource.objects("generalPractitioner")) {
          add(lines, row, FAMILY_DOCTOR, 0, doctor, null, Period.ALWAYS);
        }
      } else if (Elements.is(resource, "CareTeam", WORKING)) {
        team(row, lines);
      }
    }
    return lines;
  }

  private void team(Row row, List<Line> lines) {
    Period works = period(row.resource());
    for (Json.Obj participant : row.resource().objects("participant")) {
      Json.Obj member = participant.obj("member");
      List<CodeTable.Entry> found =
          roles.of(Elements.codings(participant, "role"), Elements.label(participant, "role"));
      if (member == null || found.isEmpty()) continue;
      CodeTable.Entry role = found.get(0);
      Json.Obj behalf = participant.obj("onBehalfOf");
      String employer = behalf == null ? null : behalf.text("reference");
      Period during = works.intersect(period(participant));
      add(lines, row, role.mark(), roles.rank(role), member, employer, during);
    }
  }

  private static Period period(Json.Obj holder) {
    Json.Obj period = holder.obj("period");
    return period == null
        ? Period.ALWAYS
        : FhirTime.parsePeriod(period).orElse(new Period(Period.MIN, Period.MIN));
  }

  private static void add(
      List<Line> lines,
      Row row,
      String role,
      int rank,
      Json.Obj member,
      @Nullable String employer,
      Period during) {
    String who = member.text("reference");
    String display = member.text("display");
    if (who == null && display == null) return;
    lines.add(
        Line.of(row, display == null ? "" : display)
            .with("role", role)
            .with("who", who)
            .with("employer", employer)
            .during(during)
            .sameAs(who == null ? "display " + display : who)
            .ranked(rank));
  }
}
