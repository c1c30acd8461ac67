package dev.tsumugi.keycloak;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What somebody else has verified of a person: the user attributes {@code verified_…}, which nobody
 * edits of themselves, and {@value #BY}, which says who verified them. Without that mark none of
 * them counts. A text is empty where nothing is verified. The My Number is not among them and never
 * may be.
 *
 * @param born as it was told, see {@link CalendarDay}
 */
record VerifiedPerson(
    String by, String name, String kana, String born, String sex, String address) {
  /** Who verified: {@code national-id}, or a counter. */
  static final String BY = "verified_by";

  private static final int MAJORITY = 18;
  private static final String REPRESENTATION =
      "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation";

  // OpenID says it in words, registers in kanji or by the digits of ISO 5218.
  private static final Map<String, String> SEXES =
      Map.of(
          "male", "male", "男", "male", "男性", "male", "1", "male", "female", "female", "女", "female",
          "女性", "female", "2", "female");

  /** Where it stands with somebody before the records are asked. */
  sealed interface Standing {
    /** Can be asked for: a FHIR Patient that describes the person. */
    record Clear(ObjectNode patient) implements Standing {}

    /** A registrar looks first. */
    record Unclear(LinkReason reason) implements Standing {}
  }

  /** {@code attribute} gives the first value of a user attribute, null if there is none. */
  static VerifiedPerson of(UnaryOperator<@Nullable String> attribute) {
    return new VerifiedPerson(
        text(attribute, BY),
        text(attribute, "verified_name"),
        text(attribute, "verified_kana"),
        text(attribute, "verified_birth_date"),
        text(attribute, "verified_sex"),
        text(attribute, "verified_address"));
  }

  private static String text(UnaryOperator<@Nullable String> attribute, String name) {
    String value = attribute.apply(name);
    return value == null ? "" : value.strip();
  }

  /**
   * @param today in Japan
   */
  Standing standing(LocalDate today) {
    if (by.isEmpty() || born.isEmpty() || (name.isEmpty() && kana.isEmpty())) {
      return new Standing.Unclear(LinkReason.UNVERIFIED);
    }
    Optional<LocalDate> day = CalendarDay.read(born).filter(read -> !read.isAfter(today));
    String gender = SEXES.get(sex.toLowerCase(Locale.ROOT));
    if (day.isEmpty() || gender == null) return new Standing.Unclear(LinkReason.UNREADABLE);
    // Parents act for a child; whether it has a key of its own is not for a machine to say.
    if (day.get().plusYears(MAJORITY).isAfter(today)) {
      return new Standing.Unclear(LinkReason.MINOR);
    }
    return new Standing.Clear(patient(day.get(), gender));
  }

  private ObjectNode patient(LocalDate day, String gender) {
    ObjectNode patient = JsonNodeFactory.instance.objectNode().put("resourceType", "Patient");
    ArrayNode names = patient.putArray("name");
    if (!name.isEmpty()) name(names.addObject(), "IDE", name);
    if (!kana.isEmpty()) name(names.addObject(), "SYL", kana);
    patient.put("gender", gender).put("birthDate", day.toString());
    if (!address.isEmpty()) patient.putArray("address").addObject().put("text", address);
    return patient;
  }

  private static void name(ObjectNode into, String representation, String text) {
    into.putArray("extension")
        .addObject()
        .put("url", REPRESENTATION)
        .put("valueCode", representation);
    into.put("text", text);
  }
}
