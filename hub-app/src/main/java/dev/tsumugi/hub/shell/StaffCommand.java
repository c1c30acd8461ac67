package dev.tsumugi.hub.shell;

import dev.tsumugi.hub.LoadRequest;
import dev.tsumugi.hub.PutTransaction;
import dev.tsumugi.hub.StaffFile;
import dev.tsumugi.hub.StaffFile.Fault;
import dev.tsumugi.hub.StaffMember;
import dev.tsumugi.identity.shell.Accounts;
import dev.tsumugi.identity.shell.RealmFailure;
import dev.tsumugi.kernel.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code staff}: people who work with the hub, from a file. Nothing is written before every line is
 * right; then the records go first, in transactions, and the accounts after them. Whatever cuts it
 * short, the same file may be imported again.
 */
final class StaffCommand {
  // A transaction holds its rows until it ends; two resources a person.
  private static final int PEOPLE_A_TRANSACTION = 100;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Accounts accounts;
  private final LoadClient records;
  private final Console console;

  private StaffCommand(Accounts accounts, LoadClient records, Console console) {
    this.accounts = accounts;
    this.records = records;
    this.console = console;
  }

  static int execute(
      List<String> rest, Map<String, String> environment, Console console, Clock clock) {
    Arguments arguments =
        Arguments.parse(rest, Set.of("--url", "--passwords"), Set.of("--dry-run"));
    List<String> words = arguments.words();
    if (words.size() != 2 || !Set.of("import", "end").contains(words.get(0))) {
      throw Failure.usage("./hub staff import FILE [--dry-run] or ./hub staff end LOGIN.");
    }
    StaffCommand command =
        new StaffCommand(
            RealmAccess.of(environment).accounts(),
            new LoadClient(
                LoadCommand.hub(arguments, environment),
                environment.getOrDefault("HUB_LOAD_CLIENT", "loader"),
                environment.getOrDefault("HUB_LOAD_SECRET", "demo-loader")),
            console);
    try {
      return words.get(0).equals("end")
          ? command.end(words.get(1), clock.instant())
          : command.load(
              Path.of(words.get(1)),
              arguments.options().get("--passwords"),
              arguments.flags().contains("--dry-run"));
    } catch (RealmFailure failure) {
      throw new Failure(failure.getMessage() + " Mend it and import the file again.", failure);
    }
  }

  private int end(String login, Instant now) {
    if (!accounts.end(login, now.truncatedTo(ChronoUnit.SECONDS).toString())) {
      throw new Failure("There is no account " + login + ".");
    }
    console.say(login + " cannot sign on any more; open sessions are ended.");
    return 0;
  }

  private int load(Path path, @Nullable String passwords, boolean dry) {
    StaffFile file = StaffFile.read(text(path));
    List<Fault> faults = new ArrayList<>(file.faults());
    Map<String, Boolean> known = new HashMap<>();
    if (faults.isEmpty()) {
      for (StaffMember member : file.members()) {
        known.put(member.login(), taken(member, faults));
      }
    }
    if (!faults.isEmpty()) {
      faults.forEach(fault -> console.warn(fault.toString()));
      throw new Failure(faults.size() + " faults in " + path + "; nothing was written.");
    }
    long fresh = known.values().stream().filter(there -> !there).count();
    if (dry) {
      console.say(
          file.members().size()
              + " people are in order, "
              + fresh
              + " of them new; nothing was written.");
      return 0;
    }
    Map<String, String> made = firstPasswords(file.members(), known, passwords);
    records.signOn();
    write(file.members());
    for (StaffMember member : file.members()) accounts.save(account(member, made));
    console.say(file.members().size() + " people are in, " + fresh + " of them new.");
    return 0;
  }

  /** True if the account is there and may be changed by this line. */
  private boolean taken(StaffMember member, List<Fault> faults) {
    Optional<Accounts.Known> account = accounts.find(member.login());
    if (account.isPresent() && account.get().role().equals("resident")) {
      faults.add(
          new Fault(
              member.line(),
              "the login " + member.login() + " is a resident's",
              "choose another: who works here and lives here has two"));
    }
    member
        .signOn()
        .badge()
        .flatMap(accounts::owner)
        .filter(owner -> !owner.login().equals(member.login()))
        .ifPresent(
            owner ->
                faults.add(
                    new Fault(
                        member.line(),
                        "this badge is " + owner.login() + "'s",
                        "take it from there first, or use another")));
    return account.isPresent();
  }

  private void write(List<StaffMember> members) {
    for (int i = 0; i < members.size(); i += PEOPLE_A_TRANSACTION) {
      List<StaffMember> some =
          members.subList(i, Math.min(members.size(), i + PEOPLE_A_TRANSACTION));
      List<Json> entries = new ArrayList<>();
      List<LoadRequest.Entry> labels = new ArrayList<>();
      // One person with two employments is one Practitioner: a transaction may name it once.
      Map<String, Json.Obj> resources = new LinkedHashMap<>();
      for (StaffMember member : some) {
        for (Json.Obj resource : member.resources()) {
          resources.put(PutTransaction.url(resource), resource);
        }
      }
      for (Map.Entry<String, Json.Obj> one : resources.entrySet()) {
        String[] parts = one.getKey().split("/", 2);
        labels.add(new LoadRequest.Entry(labels.size() + 1, parts[0], parts[1]));
        entries.add(PutTransaction.entry(one.getValue()));
      }
      LoadClient.Answer answer =
          records.send(
              new LoadRequest(LoadRequest.Method.POST, "", PutTransaction.of(entries), labels));
      if (!answer.succeeded()) {
        throw new Failure(
            "The hub refuses the people of the lines "
                + some.get(0).line()
                + " to "
                + some.get(some.size() - 1).line()
                + ": "
                + answer.status()
                + " "
                + LoadReport.outcome(answer.body())
                + ". Mend it and import the file again.");
      }
    }
  }

  private static Accounts.Wanted account(StaffMember member, Map<String, String> made) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("fhirUser", "Practitioner/" + member.practitioner());
    attributes.put("hub_roles", member.role());
    attributes.put("hub_organization", "Organization/" + member.organization());
    attributes.put("hub_from", member.from().toString());
    attributes.put("hub_until", member.until().map(Object::toString).orElse(""));
    attributes.put("badge", member.signOn().badge().orElse(""));
    return new Accounts.Wanted(
        member.login(),
        member.name().whole(),
        attributes,
        member.signOn().password().or(() -> Optional.ofNullable(made.get(member.login()))),
        member.signOn().pin());
  }

  /** Made here where the file has none, and written where only the importer reads them. */
  private static Map<String, String> firstPasswords(
      List<StaffMember> members, Map<String, Boolean> known, @Nullable String passwords) {
    Map<String, String> made = new HashMap<>();
    StringBuilder lines = new StringBuilder("login,password\n");
    for (StaffMember member : members) {
      boolean there = Boolean.TRUE.equals(known.get(member.login()));
      if (there || member.signOn().password().isPresent()) continue;
      byte[] random = new byte[12];
      RANDOM.nextBytes(random);
      String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      made.put(member.login(), password);
      lines.append(member.login()).append(',').append(password).append('\n');
    }
    if (made.isEmpty()) return made;
    if (passwords == null) {
      throw Failure.usage(
          made.size()
              + " new people have no password in the file: say by --passwords FILE where the first"
              + " ones are to be written.");
    }
    try {
      Path file = Path.of(passwords);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, lines, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new Failure(passwords + " cannot be written: " + DataFolder.reason(e) + ".", e);
    }
    return made;
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (CharacterCodingException e) {
      throw new Failure(path + " is not UTF-8: save it as CSV UTF-8.", e);
    } catch (IOException e) {
      throw new Failure(path + " cannot be read: " + DataFolder.reason(e) + ".", e);
    }
  }
}
