package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code CodeSystem/$subsumes}.
 *
 * @see <a href="https://hl7.org/fhir/R4/codesystem-operation-subsumes.html">R4 $subsumes</a>
 */
final class SubsumesOperation {
  private final Catalog catalog;
  private final TxParameters parameters;

  SubsumesOperation(Catalog catalog) {
    this.catalog = catalog;
    this.parameters = catalog.parameters();
  }

  Json.Obj run() {
    Json.Obj codingA = parameters.object("codingA");
    Json.Obj codingB = parameters.object("codingB");
    String a = codingA == null ? parameters.text("codeA") : codingA.text("code");
    String b = codingB == null ? parameters.text("codeB") : codingB.text("code");
    String url = systemOf(codingA, codingB);
    if (a == null || b == null || url == null) {
      throw Refusal.invalid("$subsumes needs codeA, codeB and system, or codingA and codingB");
    }
    String wanted = catalog.wanted(url, version(codingA));
    Concepts system = catalog.system(url, wanted);
    if (system == null) {
      throw new Refusal(
          404, Words.unknownSystem(url, wanted, catalog.versions(url), false, "system"));
    }
    demandKnown(system, a, "codeA");
    demandKnown(system, b, "codeB");
    boolean above = system.subsumes(a, b);
    boolean below = system.subsumes(b, a);
    String outcome =
        above ? (below ? "equivalent" : "subsumes") : below ? "subsumed-by" : "not-subsumed";
    return new ParametersWriter().put("outcome", "valueCode", outcome).parameters();
  }

  private @Nullable String systemOf(Json.@Nullable Obj codingA, Json.@Nullable Obj codingB) {
    String stated = parameters.text("system");
    if (stated != null) return stated;
    List<Json.Obj> sent = parameters.resources("codeSystem");
    if (!sent.isEmpty()) return sent.get(0).text("url");
    String a = codingA == null ? null : codingA.text("system");
    String b = codingB == null ? null : codingB.text("system");
    if (a != null && b != null && !a.equals(b)) {
      throw Refusal.invalid("codingA and codingB are of different systems");
    }
    return a == null ? b : a;
  }

  private @Nullable String version(Json.@Nullable Obj codingA) {
    String stated = parameters.text("version");
    if (stated != null) return stated;
    List<Json.Obj> sent = parameters.resources("codeSystem");
    if (!sent.isEmpty()) return sent.get(0).text("version");
    return codingA == null ? null : codingA.text("version");
  }

  private static void demandKnown(Concepts system, String code, String parameter) {
    if (system.find(code) != null) return;
    throw new Refusal(404, Words.unknownCode(system.about(), code, parameter));
  }
}
