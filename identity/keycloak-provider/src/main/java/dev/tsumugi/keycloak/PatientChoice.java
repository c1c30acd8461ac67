package dev.tsumugi.keycloak;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The patients to choose among.
 *
 * @param more whether there are others beside these
 */
record PatientChoice(List<Entry> entries, boolean more) {
  static final PatientChoice NOBODY = new PatientChoice(List.of(), false);

  private static final String REPRESENTATION =
      "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation";

  /**
   * One patient as the page shows them; a text is empty where the record says nothing.
   *
   * @param birthDate as FHIR writes it, {@code 1948-03-02} or less
   * @param gender {@code male}, {@code female}, {@code other} or {@code unknown}
   */
  record Entry(String id, String name, String kana, String birthDate, String gender) {
    /** For the page's template language, which sees no records. */
    Map<String, String> texts() {
      return Map.of("id", id, "name", name, "kana", kana, "birthDate", birthDate, "gender", gender);
    }
  }

  PatientChoice {
    entries = List.copyOf(entries);
  }

  /** Nobody needs to be asked if there is one. */
  Optional<Entry> only() {
    return entries.size() == 1 && !more ? Optional.of(entries.get(0)) : Optional.empty();
  }

  /** Whoever chooses sees their own record first. */
  PatientChoice first(String id) {
    List<Entry> ordered = new ArrayList<>(entries);
    ordered.sort(comparing((Entry entry) -> !entry.id().equals(id)));
    return new PatientChoice(ordered, more);
  }

  /** From a searchset; what is no patient is passed over. */
  static PatientChoice read(JsonNode bundle) {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode entry : bundle.path("entry")) {
      JsonNode resource = entry.path("resource");
      if (resource.path("resourceType").asText().equals("Patient")) entries.add(entry(resource));
    }
    entries.sort(comparing((Entry entry) -> entry.kana().isEmpty() ? entry.name() : entry.kana()));
    boolean more =
        StreamSupport.stream(bundle.path("link").spliterator(), false)
            .anyMatch(link -> link.path("relation").asText().equals("next"));
    return new PatientChoice(entries, more);
  }

  static Entry entry(JsonNode patient) {
    String written = "";
    String kana = "";
    for (JsonNode name : patient.path("name")) {
      String text = text(name);
      if (representation(name).equals("SYL")) {
        if (kana.isEmpty()) kana = text;
      } else if (written.isEmpty() && !name.path("use").asText().equals("old")) {
        written = text;
      }
    }
    if (written.isEmpty()) written = kana;
    return new Entry(
        patient.path("id").asText(),
        written,
        kana.equals(written) ? "" : kana,
        patient.path("birthDate").asText(""),
        patient.path("gender").asText("unknown"));
  }

  private static String text(JsonNode name) {
    if (name.hasNonNull("text")) return name.path("text").asText();
    String given =
        StreamSupport.stream(name.path("given").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(" "));
    return (name.path("family").asText("") + " " + given).strip();
  }

  /** {@code IDE} written in kanji, {@code SYL} in kana (JP Core); empty if it does not say. */
  private static String representation(JsonNode name) {
    for (JsonNode extension : name.path("extension")) {
      if (extension.path("url").asText().equals(REPRESENTATION)) {
        return extension.path("valueCode").asText("");
      }
    }
    return "";
  }
}
