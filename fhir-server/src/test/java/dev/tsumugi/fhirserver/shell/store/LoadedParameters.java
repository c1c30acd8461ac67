package dev.tsumugi.fhirserver.shell.store;

/** SearchParameter resources to load. */
final class LoadedParameters {
  private LoadedParameters() {}

  static String resource(String base, String type, String code, String expression) {
    return resource(base, type, code, expression, "active");
  }

  /** Its id is {@code base-code}. */
  static String resource(String base, String type, String code, String expression, String status) {
    return "{'resourceType':'SearchParameter','id':'"
        + base
        + "-"
        + code
        + "','url':'https://example.org/fhir/SearchParameter/"
        + code
        + "','name':'"
        + code.replace('-', '_')
        + "','status':'"
        + status
        + "','description':'test','code':'"
        + code
        + "','base':['"
        + base
        + "'],'type':'"
        + type
        + "','expression':'"
        + expression.replace("'", "\\u0027")
        + "'}";
  }
}
