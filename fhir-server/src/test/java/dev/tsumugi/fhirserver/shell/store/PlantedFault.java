package dev.tsumugi.fhirserver.shell.store;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What somebody with all rights could do to a {@link VariedStore}, one thing at a time.
 *
 * @param sql plants it; {@code :type(X)} is the number of a type, {@code :app} the application
 * @param broken the claims that must find it, and no others
 */
record PlantedFault(String name, String sql, Set<Claim> broken) {
  private static PlantedFault of(String name, String sql, Claim first, Claim... further) {
    return new PlantedFault(name, sql, EnumSet.of(first, further));
  }

  String sqlFor(String app) {
    String spelled = sql.replace(":app", app);
    for (String type : List.of("Observation", "Bundle", "AllergyIntolerance", "Patient")) {
      short number = TestStore.R4_FACTS.typeNumber(type);
      spelled = spelled.replace(":type(" + type + ")", Short.toString(number));
    }
    return spelled;
  }

  @Override
  public String toString() {
    return name;
  }

  /** A journal row that no head signs and that has a row after it. */
  private static final String UNSIGNED =
      "(select j.seq from journal j where j.seq > 1 and j.seq < (select max(seq) - 1 from journal)"
          + " and j.content is not null and not exists (select from journal_head h where h.seq in"
          + " (j.seq, j.seq + 1)) order by j.seq limit 1)";

  private static final String W1 = " where type = :type(Observation) and id = 'w1'";
  private static final String SOBA = " where type = :type(AllergyIntolerance) and id = 'soba'";

  private static String bytes(String from, String to) {
    return "convert_to(replace(convert_from(body, 'UTF8'), '" + from + "', '" + to + "'), 'UTF8')";
  }

  static Stream<PlantedFault> all() {
    return Stream.of(journal(), versions(), values(), consent(), beside()).flatMap(List::stream);
  }

  private static List<PlantedFault> journal() {
    return List.of(
        of(
            "journal content changed",
            "update journal set content = content || '\\x20'::bytea where seq = " + UNSIGNED,
            Claim.CHAIN),
        of(
            "journal content and digest changed",
            "update journal set content = '\\x7b7d', digest = sha256(salt || '\\x7b7d'::bytea) where"
                + " seq = "
                + UNSIGNED,
            Claim.CHAIN),
        of(
            "journal row given to another patient",
            "update journal set patient = patient + 1 where seq = " + UNSIGNED,
            Claim.CHAIN),
        of("journal row deleted", "delete from journal where seq = " + UNSIGNED, Claim.CHAIN),
        of(
            "first journal row deleted",
            "delete from journal where seq = 1",
            Claim.CHAIN,
            Claim.HEADS),
        of(
            "two journal rows swapped",
            "create temp table s on commit drop as select "
                + UNSIGNED
                + " as n; update journal set seq = -seq where seq in (select n from s union select n"
                + " + 1 from s); update journal set seq = 2 * (select n from s) + 1 + seq where seq <"
                + " 0",
            Claim.CHAIN),
        of(
            "tail cut after it was signed",
            "delete from journal where seq >= (select max(seq) from journal_head)",
            Claim.HEADS),
        of(
            "signature forged",
            "update journal_head set signature = set_byte(signature, 5, 255 - get_byte(signature,"
                + " 5)) where seq = (select max(seq) from journal_head)",
            Claim.HEADS),
        of(
            "signature of another head",
            "update journal_head set signature = (select signature from journal_head order by seq"
                + " limit 1) where seq = (select max(seq) from journal_head)",
            Claim.HEADS),
        of("application may update the journal", "grant update on journal to :app", Claim.RIGHTS),
        of(
            "application may update one column",
            "grant update (hash) on journal_head to :app",
            Claim.RIGHTS),
        of("application may truncate", "grant truncate on journal to :app", Claim.RIGHTS),
        of("application owns a table", "alter table tie owner to :app", Claim.RIGHTS),
        of("application is a superuser", "alter role :app superuser", Claim.RIGHTS));
  }

  private static List<PlantedFault> versions() {
    return List.of(
        of(
            "history version missing",
            "delete from resource_history" + W1 + " and version = 2; delete from outbox" + W1,
            Claim.VERSIONS),
        of(
            "history version missing, with its event left",
            "delete from resource_history" + W1 + " and version = 1",
            Claim.VERSIONS,
            Claim.EVENTS),
        of(
            "deletion with a body",
            "update resource_history set body = '\\x7d' where type = :type(Patient) and id = 'goro'"
                + " and version = 2",
            Claim.VERSIONS),
        of(
            "deletion taken back in name only",
            "update resource_history set change = 'U' where type = :type(Patient) and id = 'goro'"
                + " and version = 2",
            Claim.VERSIONS,
            Claim.ROWS),
        of(
            "event of a version that never was",
            "update outbox set version = 9" + W1 + " and version = 1",
            Claim.EVENTS),
        of("body is no JSON", "update resource set body = '\\x00' || body" + W1, Claim.ROWS),
        of(
            "earlier body is no JSON",
            "update resource_history set body = '\\x00' || body" + W1 + " and version = 1",
            Claim.ROWS),
        of(
            "earlier version under another patient",
            "update resource_history set patient = 5" + W1 + " and version = 1; delete from outbox",
            Claim.ROWS),
        of(
            "dangling reference",
            "update resource set body = "
                + bytes("Organization/clinic", "Organization/nobody")
                + SOBA
                + "; update emergency_sheet set body = "
                + bytes("Organization/clinic", "Organization/nobody"),
            Claim.MARKS,
            Claim.LINKS));
  }

  private static List<PlantedFault> values() {
    return List.of(
        of(
            "body has another code",
            "update resource set body = " + bytes("29463-7", "29463-8") + W1,
            Claim.MARKS,
            Claim.VALUES,
            Claim.LABELS),
        of("token removed", "update resource set tokens = tokens[2:]" + W1, Claim.VALUES),
        of("token added", "update resource set tokens = tokens || 7::int8" + W1, Claim.VALUES),
        of(
            "main date moved",
            "update resource set until = until + interval '1 day'" + W1,
            Claim.VALUES),
        of(
            "string_value orphan",
            "insert into string_value select patient, 999999, type, param, value, exact from"
                + " string_value limit 1",
            Claim.VALUES),
        of(
            "string_value changed",
            "update string_value set value = value || 'x' where row = (select row from resource where"
                + " type = :type(Patient) and id = 'hanako')",
            Claim.VALUES),
        of("date_value doubled", "insert into date_value table date_value", Claim.VALUES),
        of("words changed", "update resource set words = words || 'x'" + W1, Claim.VALUES),
        of("presence changed", "update resource set present = '{}'" + W1, Claim.VALUES),
        of(
            "number_value with another label",
            "update number_value set label = label + 1 where row = (select row from resource"
                + W1
                + ")",
            Claim.VALUES),
        of(
            "number_value removed",
            "delete from number_value where row = (select row from resource" + W1 + ")",
            Claim.VALUES));
  }

  private static List<PlantedFault> consent() {
    String laxer =
        "insert into facet (type, data_class, sensitivity, confidentiality, recorder) select type,"
            + " data_class, sensitivity, 'U', recorder from facet where id = (select facet from"
            + " resource"
            + W1
            + "); update compartment set facets = facets || (select max(id) from facet) where id ="
            + " 'hanako'; ";
    return List.of(
        of(
            "facet points to a laxer one",
            laxer + "update resource set facet = (select max(id) from facet)" + W1,
            Claim.FACETS),
        of(
            "facet of an earlier version",
            laxer
                + "update resource_history set facet = (select max(id) from facet)"
                + W1
                + " and version = 1",
            Claim.FACETS),
        of(
            "facet of a deletion",
            "update resource_history set facet = facet + 1 where type = :type(Patient) and id ="
                + " 'goro' and version = 2",
            Claim.FACETS),
        of(
            "facet that does not exist",
            "update resource set facet = 999999"
                + W1
                + "; update compartment set facets = facets || 999999",
            Claim.FACETS),
        of(
            "meaning of a facet changed",
            "update facet set confidentiality = 'N' where confidentiality = 'R'",
            Claim.FACETS),
        of(
            "recorder of a row changed",
            "update resource set recorder = 'Organization/other'" + W1,
            Claim.FACETS),
        of("label added", "update resource set labels = array['R', 'HIV']" + W1, Claim.LABELS),
        of(
            "label of an earlier version added",
            "update resource_history set labels = array['R']" + W1 + " and version = 1",
            Claim.LABELS),
        of(
            "code forgotten",
            "delete from facet_coding where coding = (select id from coding where code = '29463-7')",
            Claim.LABELS),
        of(
            "policy changed back to an older one",
            "update compartment set policy = h.policy, slots = h.slots from compartment h where h.id ="
                + " 'hanako' and compartment.id = 'taro'",
            Claim.COMPARTMENTS),
        of(
            "another actor in the policy",
            "update compartment set slots[2] = 'Practitioner/other' where id = 'hanako'",
            Claim.COMPARTMENTS),
        of(
            "facet present but not listed",
            "update compartment set facets = '{}' where id = 'taro'",
            Claim.COMPARTMENTS),
        of(
            "compartment of a Patient missing",
            "delete from compartment where id = 'taro'",
            Claim.COMPARTMENTS),
        of(
            "compartment without a Patient",
            "insert into compartment (patient, id, policy) select 7, 'ghost', policy from compartment"
                + " where id = 'taro'",
            Claim.COMPARTMENTS));
  }

  private static List<PlantedFault> beside() {
    return List.of(
        of("member row missing", "delete from member", Claim.ROWS),
        of(
            "members forgotten",
            "update resource set members = '{}' where type = :type(Bundle) and id = 'both'",
            Claim.ROWS),
        of(
            "members of an earlier version forgotten",
            "update resource_history set members = '{}' where type = :type(Bundle) and id = 'gone'"
                + " and version = 1",
            Claim.ROWS,
            Claim.FACETS),
        of(
            "member row of nothing",
            "insert into member select patient, owner, type, 999999 from member limit 1",
            Claim.ROWS),
        of("mark forgotten", "update resource set marks = marks[2:]" + W1, Claim.MARKS),
        of(
            "mark of an earlier version added",
            "update resource_history set marks = marks || 7::int8" + W1 + " and version = 1",
            Claim.MARKS),
        of(
            "main date of an earlier version moved",
            "update resource_history set since = since - interval '1 day'"
                + W1
                + " and version = 1",
            Claim.MARKS),
        of(
            "marks of a deletion",
            "update resource_history set marks = '{}' where type = :type(Bundle) and change = 'D'",
            Claim.FACETS),
        of(
            "membership widened",
            "update membership set until = until + interval '1 day', whole = 'Organization/other'",
            Claim.TIES),
        of(
            "membership of nothing",
            "insert into membership select 'Organization/x', whole, since, until, type, 999999 from"
                + " membership limit 1",
            Claim.TIES),
        of(
            "birth moved",
            "update compartment set born = '2020-01-01' where id = 'hanako'",
            Claim.COMPARTMENTS),
        of("death forgotten", "update compartment set died = null", Claim.COMPARTMENTS),
        of(
            "the city's policy gone",
            "update compartment set policy = h.policy, slots = h.slots from compartment h where"
                + " compartment.patient = 0 and h.id = 'goro'",
            Claim.COMPARTMENTS),
        of("the city gone", "delete from compartment where patient = 0", Claim.COMPARTMENTS),
        of("tie removed", "delete from tie where actor = 'RelatedPerson/daughter'", Claim.TIES),
        of(
            "tie with more power",
            "update tie set powers = array['READ', 'CONSENT'] where kind = 'CARE'",
            Claim.TIES),
        of(
            "tie of nothing",
            "insert into tie select patient, 999999, kind, 'Practitioner/other', powers, since, until"
                + " from tie limit 1",
            Claim.TIES),
        of(
            "sheet block tampered",
            "update emergency_sheet set body = " + bytes("そば", "なし"),
            Claim.SHEETS),
        of("sheet block removed", "delete from emergency_sheet", Claim.SHEETS),
        of(
            "sheet of nobody",
            "insert into emergency_sheet select 7, block, facet, residue, valid_until, body from"
                + " emergency_sheet limit 1",
            Claim.SHEETS));
  }
}
