package dev.tsumugi.fhirserver.shell.http;

/** What is sent on the ways round that send something. */
final class WayBodies {
  static final String JSON_PATCH = "application/json-patch+json";

  /** What the doctor may record of hanako. */
  static final String NEW_ONE =
      "{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'urn:codes',"
          + "'code':'new'}]},'subject':{'reference':'Patient/hanako'},'effectiveDateTime':"
          + "'2026-02-01'}";

  static final String PATCH = "[{'op':'add','path':'/note','value':[{'text':'x'}]}]";

  static final String MATCHED = "{'reference':'Observation?identifier=urn:ids|secret'}";

  static final String SUBSCRIPTION =
      "{'resourceType':'Subscription','status':'requested','reason':'test','criteria':"
          + "'Observation?code=urn:codes|c77','channel':{'type':'rest-hook','endpoint':"
          + "'https://hooks.example/in','payload':'application/fhir+json'}}";

  private WayBodies() {}

  /**
   * @param more members of its observation, with a comma in front
   */
  static String transaction(String condition, String more) {
    return "{'resourceType':'Bundle','type':'transaction','entry':[{'resource':"
        + NEW_ONE.substring(0, NEW_ONE.length() - 1)
        + more
        + "},'request':{"
        + condition
        + "'method':'POST','url':'Observation'}}]}";
  }

  static String got(String url) {
    return "{'request':{'method':'GET','url':'" + url + "'}}";
  }
}
