package dev.tsumugi.fhirserver.shell.profile;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Action;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.StoredResource;
import dev.tsumugi.terminology.Definitions;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The validator for the profiles that are in the store now. Held softly: it goes when memory is
 * short, and is made anew.
 */
final class Profiles {
  private static final List<String> TYPES =
      List.of("StructureDefinition", "ValueSet", "CodeSystem");
  private static final int PAGE = 200;

  private final Records records;
  private final QueryParser queries;
  private final Definitions codes;
  private SoftReference<ProfileValidator.Base> base = new SoftReference<>(null);
  private SoftReference<Made> made = new SoftReference<>(null);

  /**
   * @param state of the store's profiles when it was made
   */
  private record Made(String state, ProfileValidator validator) {}

  Profiles(Records records, QueryParser queries, Definitions codes) {
    this.records = records;
    this.codes = codes;
    this.queries = queries;
  }

  /** Whether this sign-on may look profiles up; with less, base R4 alone is checked. */
  static boolean mayUse(Access access) {
    return TYPES.stream().allMatch(t -> access.refusedOnSome(Action.SEARCH, t).isEmpty());
  }

  synchronized ProfileValidator validator(Access access) {
    boolean loaded = mayUse(access);
    String state = loaded ? state(access) : "";
    Made last = made.get();
    if (last != null && last.state().equals(state)) return last.validator();
    ProfileValidator.@Nullable Base r4 = base.get();
    if (r4 == null) {
      r4 = ProfileValidator.Base.load();
      base = new SoftReference<>(r4);
    }
    ProfileValidator fresh =
        ProfileValidator.of(
            r4, loaded ? load(access) : List.of(), loaded ? codes : Definitions.chain(List.of()));
    made = new SoftReference<>(new Made(state, fresh));
    return fresh;
  }

  /** Changes with every profile that is written or deleted. */
  private String state(Access access) {
    List<String> states = new ArrayList<>();
    for (String type : TYPES) {
      Query.Page latest =
          search(
              access, type, Optional.empty(), "_count=1", "_sort=-_lastUpdated", "_total=accurate");
      states.add(Long.toString(latest.total().orElse(0)));
      for (StoredResource one : latest.matches()) {
        states.add(one.ref() + "/" + one.version() + "@" + one.updated());
      }
    }
    return String.join(" ", states);
  }

  private List<byte[]> load(Access access) {
    List<byte[]> loaded = new ArrayList<>();
    for (String type : TYPES) {
      Optional<Query.Position> from = Optional.empty();
      do {
        Query.Page page = search(access, type, from, "_count=" + PAGE);
        page.matches().forEach(one -> loaded.add(one.json()));
        from = page.next();
      } while (from.isPresent());
    }
    return loaded;
  }

  private Query.Page search(
      Access access, String type, Optional<Query.Position> from, String... words) {
    List<Word> asked = new ArrayList<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      asked.add(new Word(word.substring(0, equals), word.substring(equals + 1)));
    }
    return records.search(access, queries.parse(type, asked), from);
  }
}
