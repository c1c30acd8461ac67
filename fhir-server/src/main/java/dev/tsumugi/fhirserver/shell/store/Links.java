package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The references inside a resource: found, rewritten, told apart. */
final class Links {
  private static final Pattern CONDITIONAL = Pattern.compile("[A-Z][A-Za-z]+\\?.+");

  private Links() {}

  /** {@code Practitioner?identifier=…}: a search that must find one (http.html#trules). */
  static boolean isConditional(String reference) {
    return CONDITIONAL.matcher(reference).matches();
  }

  static Json.Obj rewrite(Json.Obj resource, UnaryOperator<String> change) {
    // What a stored Bundle says inside is its own affair: its references resolve among its entries.
    if ("Bundle".equals(resource.text("resourceType"))) return resource;
    return (Json.Obj) Json.mapTexts(resource, "reference", change);
  }

  /** The same with addresses, which stand in no reference: those of attachments. */
  static Json.Obj readdress(Json.Obj resource, UnaryOperator<String> change) {
    if ("Bundle".equals(resource.text("resourceType"))) return resource;
    return (Json.Obj) Json.mapTexts(resource, "url", change);
  }

  /** Local references by their path. Throws for {@code urn:uuid:} that nothing answers to. */
  static Map<String, Ref> local(Json.Obj resource) {
    Map<String, Ref> found = new LinkedHashMap<>();
    if ("Bundle".equals(resource.text("resourceType"))) return found;
    collect(resource, resource.text("resourceType") + "", found);
    return found;
  }

  private static void collect(Json value, String path, Map<String, Ref> found) {
    if (value instanceof Json.Arr arr) {
      for (int i = 0; i < arr.items().size(); i++) {
        collect(arr.items().get(i), path + "[" + i + "]", found);
      }
    } else if (value instanceof Json.Obj obj) {
      for (int i = 0; i < obj.size(); i++) {
        String name = obj.name(i);
        String inner = path + "." + name;
        if (name.equals("reference") && obj.value(i) instanceof Json.Text text) {
          if (text.value().startsWith("urn:uuid:") || text.value().startsWith("urn:oid:")) {
            throw Problem.at(
                Problem.Kind.UNPROCESSABLE,
                inner,
                "no entry of this bundle has this urn as fullUrl");
          }
          Ref.parse(text.value()).ifPresent(ref -> found.put(inner, ref));
        } else {
          collect(obj.value(i), inner, found);
        }
      }
    }
  }
}
