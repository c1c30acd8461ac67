package dev.tsumugi.terminology.shell;

import dev.tsumugi.kernel.Shapes;
import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.Concepts;
import dev.tsumugi.terminology.Definitions;
import dev.tsumugi.terminology.Grammar;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.jspecify.annotations.Nullable;

/**
 * UCUM as a code system: a unit is a code if UCUM's grammar allows it; its display is what it says
 * in words.
 *
 * @see <a href="https://ucum.org/ucum">UCUM</a>
 */
final class UcumDefinitions implements Definitions {
  private static final int LONGEST = 64;

  private final Concepts ucum = new Grammar(Shapes.Sys.UCUM, "UCUM", true, UcumDefinitions::unit);

  /** Loaded with the first unit that is asked for. */
  private static final class Service {
    static final UcumEssenceService UCUM = load();

    private static UcumEssenceService load() {
      try (InputStream essence =
          UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
        return new UcumEssenceService(essence);
      } catch (UcumException broken) {
        throw new IllegalStateException("UCUM's own definitions cannot be read", broken);
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }

  private static @Nullable Concept unit(String code) {
    if (code.isEmpty() || code.length() > LONGEST) return null;
    if (Service.UCUM.validate(code) != null) return null;
    try {
      return Concept.of(code, Service.UCUM.analyse(code));
    } catch (UcumException notInWords) {
      return Concept.of(code, code);
    }
  }

  @Override
  public @Nullable Concepts system(String url, @Nullable String version) {
    boolean asked = url.equals(Shapes.Sys.UCUM) && (version == null || version.isEmpty());
    return asked ? ucum : null;
  }

  @Override
  public List<String> versions(String url) {
    return url.equals(Shapes.Sys.UCUM) ? List.of("") : List.of();
  }
}
