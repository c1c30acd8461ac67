package dev.tsumugi.fhirserver.shell.profile;

import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.fhirserver.Outcome;
import dev.tsumugi.fhirserver.QueryParser;
import dev.tsumugi.fhirserver.Records;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.Validator;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.terminology.Definitions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * {@code POST Type/$validate}, {@code GET|POST Type/[id]/$validate} (<a
 * href="https://hl7.org/fhir/R4/resource-operation-validate.html">R4</a>): what our own check of
 * writes says, and what HAPI's validator says of invariants, profiles and codes.
 */
public final class ValidateOperation implements Operation {
  /** A resource may be validated up to this size, in bytes. */
  private static final int LARGEST = 1 << 20;

  /** Validations at a time: each is a second of a processor. */
  private static final int AT_A_TIME = 2;

  private static final int MOST_ISSUES = 200;
  private static final Set<String> MODES = Set.of("create", "update", "profile");

  private final Records records;
  private final Validator own;
  private final Profiles profiles;
  private final Semaphore free = new Semaphore(AT_A_TIME);

  /**
   * @param codes what is known of codes, beside base R4
   */
  public ValidateOperation(Records records, R4 r4, Definitions codes) {
    this.records = records;
    this.own = new Validator(r4);
    this.profiles = new Profiles(records, new QueryParser(r4), codes);
  }

  @Override
  public String name() {
    return "$validate";
  }

  @Override
  public Optional<String> type() {
    return Optional.empty();
  }

  @Override
  public boolean onInstance() {
    return false;
  }

  @Override
  public boolean onEveryType() {
    return true;
  }

  @Override
  public String documentation() {
    return "Validates a resource against base R4 and the profiles loaded here; follows no reference"
        + " and asks no other server; mode: create, update, profile";
  }

  @Override
  public String definition() {
    return "http://hl7.org/fhir/OperationDefinition/Resource-validate";
  }

  @Override
  public boolean safe() {
    return true;
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(List.of("resource", "mode", "profile"));
    Optional<String> mode = call.value("mode");
    Optional<String> profile = call.value("profile");
    if (mode.isPresent() && !MODES.contains(mode.get())) {
      throw Problem.at(
          Problem.Kind.NOT_SUPPORTED, "mode", "'mode' is create, update or profile here");
    }
    boolean byProfile = mode.equals(Optional.of("profile"));
    if (byProfile && profile.isEmpty()) {
      throw Problem.invalid("profile", "mode=profile needs a 'profile'");
    }
    Json.Obj resource = call.resource().orElseGet(() -> stored(access, call));
    byte[] json = Json.bytes(resource);
    if (json.length > LARGEST) {
      throw Problem.of(
          Problem.Kind.TOO_LARGE, "a resource of up to " + (LARGEST >> 20) + " MB is validated");
    }
    String type = call.type().orElse("");
    if (!type.equals(resource.text("resourceType"))) {
      throw Problem.invalid("resource", "the address asks for a " + type);
    }
    return Json.bytes(outcome(resource, json, access, profile));
  }

  /** What is here, if it may be seen; hidden and absent are one. */
  private Json.Obj stored(Access access, Call call) {
    Ref ref =
        call.instance()
            .orElseThrow(() -> Problem.invalid("resource", "a resource to validate is needed"));
    return Json.parseObject(
        records.read(access, ref).orElseThrow(() -> Problem.notFound(ref)).json());
  }

  private Json.Obj outcome(
      Json.Obj resource, byte[] json, Access access, Optional<String> profile) {
    Set<Json> issues = new LinkedHashSet<>();
    List<Problem.Issue> ours = own.check(resource);
    for (Problem.Issue issue : ours) {
      issues.add(Outcome.issue("error", "invalid", issue.path(), issue.message()));
    }
    Theirs theirs = theirs(json, access, profile);
    if (theirs.unread() > 0) {
      String message = theirs.unread() + " loaded profiles or value sets could not be read";
      issues.add(Outcome.issue("warning", "incomplete", "", message));
    }
    for (SingleValidationMessage message : theirs.messages()) {
      if (issues.size() == MOST_ISSUES) break;
      issues.add(
          Outcome.issue(
              severity(message.getSeverity()),
              "processing",
              Optional.ofNullable(message.getLocationString()).orElse(""),
              Optional.ofNullable(message.getMessage()).orElse("")));
    }
    if (!Profiles.mayUse(access)) {
      String message =
          "this sign-on lacks the scope to search StructureDefinition, ValueSet and CodeSystem:"
              + " only base R4 was checked";
      issues.add(Outcome.issue("information", "informational", "", message));
    }
    if (issues.isEmpty()) {
      issues.add(Outcome.issue("information", "informational", "", "nothing is wrong with it"));
    }
    return Outcome.of(List.copyOf(issues));
  }

  private record Theirs(List<SingleValidationMessage> messages, int unread) {}

  private Theirs theirs(byte[] json, Access access, Optional<String> profile) {
    if (!free.tryAcquire()) {
      throw Problem.of(Problem.Kind.TOO_MANY, "others are validating; try again in a moment");
    }
    try {
      ProfileValidator validator = profiles.validator(access);
      if (profile.isPresent() && !validator.knows(profile.get())) {
        throw Problem.invalid("profile", "no such profile is loaded here");
      }
      return new Theirs(validator.check(json, profile), validator.unread());
    } catch (StackOverflowError deep) {
      // It recurses where it reads; ours has a limit to depth, but text in text has none.
      throw Problem.of(Problem.Kind.UNPROCESSABLE, "it is nested too deeply to be validated");
    } finally {
      free.release();
    }
  }

  private static String severity(ResultSeverityEnum severity) {
    return switch (severity) {
      case FATAL -> "fatal";
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFORMATION -> "information";
    };
  }
}
