package dev.tsumugi.hub.shell;

/** The last step: what a first user would do works. */
final class ReadyPart implements RunPart {
  @Override
  public String start(Run run) {
    TokenClient client = TokenClient.here(run.settings());
    if (!run.settings().demo()) {
      // Without the demo's logins there is nobody to sign on as: the open part must answer.
      TokenClient.Answer metadata = client.metadata();
      demand(metadata.status() == 200, "/fhir/metadata", metadata);
      return "FHIR answers";
    }
    String token = client.demoToken("citizen", "openid user/*.rs");
    TokenClient.Answer answer = client.get(token, "/Patient/citizen");
    demand(answer.status() == 200, "/fhir/Patient/citizen", answer);
    return "A token was had and a FHIR read answered";
  }

  private static void demand(boolean holds, String what, TokenClient.Answer answer) {
    if (!holds) throw new Failure(what + " answers " + answer.status() + "; the log says why.");
  }

  @Override
  public void stop() {}
}
