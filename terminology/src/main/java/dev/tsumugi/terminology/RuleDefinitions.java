package dev.tsumugi.terminology;

import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Systems that FHIR names and other bodies keep, as far as rules or the Java platform know them:
 * language tags (BCP-47), media types (BCP-13), countries (ISO 3166-1), currencies (ISO 4217).
 * Media types and the parts of language tags are checked by their form, not against a registry.
 */
public final class RuleDefinitions implements Definitions {
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}(;.*)?");

  // RFC 5646, section 2.1, without the grandfathered tags.
  private static final Pattern LANGUAGE =
      Pattern.compile(
          "([A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
              + "(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*"
              + "(-x(-[A-Za-z0-9]{1,8})+)?");

  private final Map<String, Concepts> systems;

  public RuleDefinitions() {
    Set<String> countries =
        Stream.concat(
                Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).stream(),
                Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA3).stream())
            .collect(Collectors.toUnmodifiableSet());
    Set<String> currencies =
        Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());
    Set<String> languages = Set.of(Locale.getISOLanguages());
    Map<String, Concepts> all = new HashMap<>();
    add(all, "urn:ietf:bcp:47", "BCP47", code -> language(code, languages));
    add(all, "urn:ietf:bcp:13", "MimeTypes", RuleDefinitions::mediaType);
    add(all, "urn:iso:std:iso:3166", "ISO3166Part1", code -> country(code, countries));
    add(all, "urn:iso:std:iso:4217", "ISO4217", code -> currency(code, currencies));
    this.systems = Map.copyOf(all);
  }

  private static void add(
      Map<String, Concepts> all,
      String url,
      String name,
      Function<String, @Nullable Concept> rule) {
    all.put(url, new Grammar(url, name, true, rule));
  }

  private static @Nullable Concept language(String code, Set<String> known) {
    if (!LANGUAGE.matcher(code).matches()) return null;
    String first = code.split("-")[0].toLowerCase(Locale.ROOT);
    // Two letters are all known; of three letters the platform knows only a part.
    if (first.length() == 2 && !known.contains(first)) return null;
    return Concept.of(code, Locale.forLanguageTag(code).getDisplayName(Locale.ENGLISH));
  }

  private static @Nullable Concept mediaType(String code) {
    return MEDIA_TYPE.matcher(code).matches() ? Concept.of(code, code) : null;
  }

  private static @Nullable Concept country(String code, Set<String> known) {
    if (!known.contains(code)) return null;
    String two = code;
    if (code.length() == 3) {
      for (String one : Locale.getISOCountries()) {
        if (new Locale("", one).getISO3Country().equals(code)) two = one;
      }
    }
    return Concept.of(code, new Locale("", two).getDisplayCountry(Locale.ENGLISH));
  }

  private static @Nullable Concept currency(String code, Set<String> known) {
    return known.contains(code)
        ? Concept.of(code, Currency.getInstance(code).getDisplayName(Locale.ENGLISH))
        : null;
  }

  @Override
  public @Nullable Concepts system(String url, @Nullable String version) {
    return version == null || version.isEmpty() ? systems.get(url) : null;
  }

  @Override
  public List<String> versions(String url) {
    return systems.containsKey(url) ? List.of("") : List.of();
  }
}
