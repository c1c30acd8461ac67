package dev.tsumugi.hub.shell;

import dev.tsumugi.hub.PatientDemographics;
import dev.tsumugi.identity.Demographics;
import dev.tsumugi.identity.ResidentMatch;
import dev.tsumugi.identity.shell.Accounts;
import dev.tsumugi.identity.shell.RealmFailure;
import dev.tsumugi.kernel.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code residents link}: finds the record of somebody whom the national ID has verified. It links
 * by itself only what is certain; else it names the records, and a registrar who has looked at them
 * says which. Names are not printed: terminals and logs are no place for them.
 */
final class ResidentsCommand {
  // More people of one birth date and sex than this are not looked through.
  private static final int MOST = 200;

  private final Accounts accounts;
  private final LoadClient records;
  private final Console console;

  private ResidentsCommand(Accounts accounts, LoadClient records, Console console) {
    this.accounts = accounts;
    this.records = records;
    this.console = console;
  }

  static int execute(List<String> rest, Map<String, String> environment, Console console) {
    Arguments arguments = Arguments.parse(rest, Set.of("--url", "--patient"), Set.of());
    if (arguments.words().size() != 2 || !arguments.words().get(0).equals("link")) {
      throw Failure.usage("./hub residents link LOGIN [--patient ID].");
    }
    ResidentsCommand command =
        new ResidentsCommand(
            RealmAccess.of(environment).accounts(),
            new LoadClient(
                LoadCommand.hub(arguments, environment),
                environment.getOrDefault("HUB_LOAD_CLIENT", "loader"),
                environment.getOrDefault("HUB_LOAD_SECRET", "demo-loader")),
            console);
    String login = arguments.words().get(1);
    String patient = arguments.options().get("--patient");
    try {
      return patient == null ? command.find(login) : command.decided(login, patient);
    } catch (RealmFailure failure) {
      throw new Failure("Nobody was linked: " + failure.getMessage(), failure);
    }
  }

  private int find(String login) {
    Demographics person =
        accounts
            .verified(login)
            .orElseThrow(
                () ->
                    new Failure(
                        "The national ID has verified nobody who signs on as " + login + "."));
    ResidentMatch.Found found = ResidentMatch.find(person, candidates(person));
    if (found instanceof ResidentMatch.Found.One one) return link(login, one.patient());
    if (found instanceof ResidentMatch.Found.Unsure unsure) {
      throw new Failure(
          "It is not certain whose record it is. Possible: "
              + String.join(", ", unsure.patients())
              + ". A registrar looks, and says --patient ID.");
    }
    throw new Failure("No record fits " + login + ".");
  }

  private Map<String, Demographics> candidates(Demographics person) {
    if (person.birthDate().isEmpty() || person.sex().isEmpty()) return Map.of();
    String sex = person.sex().get();
    if (!Set.of("male", "female", "other", "unknown").contains(sex)) return Map.of();
    LoadClient.Answer answer =
        records.get(
            "Patient?birthdate=" + person.birthDate().get() + "&gender=" + sex + "&_count=" + MOST);
    if (!answer.succeeded()) throw new Failure("The hub does not search: " + refusal(answer) + ".");
    List<Json.Obj> entries = answer.body().objects("entry");
    if (entries.size() >= MOST) throw new Failure("Too many people have this birth date and sex.");
    Map<String, Demographics> candidates = new HashMap<>();
    for (Json.Obj entry : entries) {
      Json.Obj patient = entry.obj("resource");
      if (patient == null) continue;
      String id = patient.text("id");
      if (id != null) candidates.put(id, PatientDemographics.of(patient));
    }
    return candidates;
  }

  private int decided(String login, String patient) {
    if (!patient.matches("[A-Za-z0-9.-]{1,64}")) throw Failure.usage("--patient is an id.");
    LoadClient.Answer answer = records.get("Patient/" + patient);
    if (!answer.succeeded()) throw new Failure("There is no such record: " + refusal(answer) + ".");
    return link(login, patient);
  }

  private int link(String login, String patient) {
    List<String> others =
        accounts.linked(patient).stream().filter(other -> !other.equals(login)).toList();
    if (!others.isEmpty()) {
      throw new Failure("Patient/" + patient + " belongs to " + String.join(", ", others) + ".");
    }
    if (!accounts.link(login, patient)) {
      throw new Failure(
          "There is no account " + login + ", or it has another record or works here already.");
    }
    console.say(login + " is Patient/" + patient + " from the next sign-on.");
    return 0;
  }

  private static String refusal(LoadClient.Answer answer) {
    return answer.status() + " " + LoadReport.outcome(answer.body());
  }
}
