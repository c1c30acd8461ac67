package dev.tsumugi.hub;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.fhirserver.AuditTrail;
import dev.tsumugi.fhirserver.Records;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The shape of the house, over every class that the hub ships. */
class ArchitectureTest {
  private static final String ROOT = "dev.tsumugi.";

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          // Test fixtures live in a module of their own, and are no part of the hub.
          .withImportOption(location -> !location.contains("/testkit"))
          .importPackages("dev.tsumugi");

  /** The floors below each module (docs/architecture.md); the hub stands on all of them. */
  private static final Map<String, Set<String>> BELOW =
      Map.of(
          "kernel", Set.of(),
          "consent", Set.of("kernel"),
          "terminology", Set.of("kernel"),
          "fhirserver", Set.of("kernel", "consent", "terminology"),
          "identity", Set.of("kernel", "consent", "terminology"),
          "acp", Set.of("kernel", "consent", "terminology", "fhirserver", "identity"),
          "ems", Set.of("kernel", "consent", "terminology", "fhirserver", "identity"),
          "telecare", Set.of("kernel", "consent", "terminology", "fhirserver", "identity"),
          "phr", Set.of("kernel", "consent", "terminology", "fhirserver", "identity"),
          "governance", Set.of("kernel", "consent", "terminology", "fhirserver", "identity"));

  /** What a shell shows beside its module's configuration, each with why. */
  private static final Map<String, String> PUBLIC_IN_A_SHELL =
      Map.ofEntries(
          Map.entry("fhirserver.shell.FhirServerSettings", "the hub fills it in"),
          Map.entry("fhirserver.shell.http.FhirServlet", "the hub gives it its address"),
          Map.entry("fhirserver.shell.http.ExportFiles", "the hub gives it its address"),
          Map.entry("fhirserver.shell.hook.RestHook", "the module makes a bean of it"),
          Map.entry("fhirserver.shell.store.Flow", "the module starts and stops it"),
          Map.entry("fhirserver.shell.http.FhirRest", "the module's other package builds it"),
          Map.entry(
              "fhirserver.shell.http.AccessJournalOperation", "the module makes a bean of it"),
          Map.entry("fhirserver.shell.http.EverythingOperation", "the module makes a bean of it"),
          Map.entry("fhirserver.shell.http.MetaOperation", "the module makes a bean of it"),
          Map.entry(
              "fhirserver.shell.http.ReindexStatusOperation", "the module makes a bean of it"),
          Map.entry(
              "fhirserver.shell.http.RelabelStatusOperation", "the module makes a bean of it"),
          Map.entry("fhirserver.shell.http.SensitivityOperation", "the module makes a bean of it"),
          Map.entry("fhirserver.shell.http.SummaryOperation", "the module makes a bean of it"),
          Map.entry("fhirserver.shell.profile.ValidateOperation", "the module makes a bean of it"),
          Map.entry("fhirserver.shell.terms.TermOperations", "the module offers what it lists"),
          Map.entry("fhirserver.shell.http.ConsentOperations", "the module offers what it lists"),
          Map.entry("fhirserver.shell.store.Database", "the module builds the store on it"),
          Map.entry("fhirserver.shell.store.Prompting", "the module starts and stops it"),
          Map.entry("fhirserver.shell.store.KeyStore", "the module reads the keys from it"),
          Map.entry("fhirserver.shell.store.Schema", "the hub migrates before it starts"),
          Map.entry("fhirserver.shell.store.StoreAudit", "the command verify runs it"),
          Map.entry("fhirserver.shell.store.Store", "the hub's health asks it"),
          Map.entry("terminology.shell.Connections", "the hub gives it connections"),
          Map.entry("terminology.shell.MasterFile", "the command terminology reads it"),
          Map.entry("terminology.shell.TableLoader", "the command terminology loads by it"),
          Map.entry("acp.shell.AcpConnections", "the hub gives it connections"),
          Map.entry("acp.shell.CdsServices", "the hub gives it its address"),
          Map.entry("acp.shell.paper.CurrentServlet", "the hub gives it its address"),
          Map.entry("acp.shell.paper.SmartLinkServlet", "the hub gives it its address"),
          Map.entry("ems.shell.DispatchServlet", "the hub gives it its address"),
          Map.entry("identity.shell.TokenFilter", "the hub places it in the order of filters"),
          Map.entry("identity.shell.SmartConfigurationServlet", "the hub gives it its address"),
          Map.entry("identity.shell.LaunchServlet", "the hub gives it its address"),
          Map.entry("identity.shell.LinkServlet", "the hub gives it its address"),
          Map.entry("identity.shell.SessionsServlet", "the hub gives it its address"),
          Map.entry("identity.shell.DevicesServlet", "the hub gives it its address"),
          Map.entry("identity.shell.LogoutServlet", "the hub gives it its address"),
          Map.entry("identity.shell.IdentityConnections", "the hub gives its pool for sign-on"),
          Map.entry("identity.shell.RealmSetup", "the hub prepares the realm of its child"),
          Map.entry("identity.shell.RealmFailure", "what RealmSetup throws"),
          Map.entry("identity.shell.Accounts", "the command staff keeps people by it"),
          Map.entry("identity.shell.RealmKeys", "the command keys changes them by it"),
          Map.entry("identity.shell.ServiceServlet", "the hub gives it its address"),
          Map.entry("hub.shell.CommandLine", "Main calls it"),
          Map.entry("hub.shell.Story", "a story may stand in a package of its own"));

  private static final DescribedPredicate<JavaClass> CORE =
      describe(
          "in a core",
          type ->
              !type.getPackageName().matches(".*\\.shell(\\..*)?")
                  // The process's entry: it calls the shell, as nobody else could.
                  && !type.getFullName().equals(ROOT + "hub.Main"));

  private static final List<ArchRule> RULES =
      List.of(
          classes()
              .that(CORE)
              .should()
              .onlyDependOnClassesThat()
              .resideInAnyPackage(
                  // A parser of the platform, which opens nothing by itself.
                  "dev.tsumugi..", "java..", "javax.xml.stream..", "org.jspecify..")
              .because("rules must run in a unit test, without Spring, HAPI or a database"),
          noClasses()
              .that(CORE)
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage("java.sql..", "java.net.http..", "java.awt..", "javax.swing..")
              .because("java.. holds I/O as well, and a core does none"),
          noClasses()
              .that(CORE)
              .should()
              .dependOnClassesThat()
              .resideInAPackage("..shell..")
              .because("the shell calls the core, never back"),
          noClasses()
              .that(CORE)
              .should(readClockOrChance())
              .because("time and ids are inputs, so every decision can be replayed"),
          slices()
              .matching("dev.tsumugi.(*)..")
              .should()
              .beFreeOfCycles()
              .because("a module uses the floors below it, never above"),
          classes()
              .should(standOnLowerFloors())
              .because("a module uses the floors below it, never its neighbours"),
          noClasses()
              .that()
              .resideOutsideOfPackage("dev.tsumugi.hub..")
              .should(reachIntoAnotherShell())
              .because("modules speak through cores; only the hub wires shells together"),
          classes()
              .that()
              .resideInAPackage("..shell..")
              .should(beHiddenOrReviewed())
              .because("public is a reviewed decision: add the type to the list, with its reason"),
          noClasses()
              .should()
              .haveSimpleNameEndingWith("Manager")
              .orShould()
              .haveSimpleNameEndingWith("Helper")
              .orShould()
              .haveSimpleNameEndingWith("Util")
              .orShould()
              .haveSimpleNameEndingWith("Utils")
              .orShould()
              .haveSimpleNameEndingWith("Impl")
              .because("such a name says nothing of what the class is"),
          classes()
              .should(standInANullMarkedPackage())
              .because("in any other package NullAway checks nothing"),
          noClasses()
              // One place hands the process's streams to the Console.
              .that()
              .doNotHaveFullyQualifiedName(ROOT + "hub.shell.CommandLine")
              .should(ACCESS_STANDARD_STREAMS)
              .because("what a person reads goes through Console, all else to the log"),
          noClasses()
              .should(USE_JAVA_UTIL_LOGGING)
              .because("there is one log, written through SLF4J"),
          noClasses()
              .that()
              .resideOutsideOfPackages(
                  "dev.tsumugi.fhirserver.shell.store..",
                  // Loaded code systems: tables of their own, in which no person is.
                  "dev.tsumugi.terminology.shell..",
                  // Tables of sign-on, which hold no record: devices, sessions, assessments.
                  "dev.tsumugi.identity.shell..",
                  // Invitations: orders that are carried out through Records, and no record.
                  "dev.tsumugi.acp.shell..",
                  "dev.tsumugi.hub..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..")
              .because("there is no way to a row but through Records and its gate"),
          methods()
              .that()
              .areDeclaredIn(Records.class)
              .or()
              .areDeclaredIn(AuditTrail.class)
              .should()
              .haveRawParameterTypes(
                  describe("Access first", types -> types.get(0).isEquivalentTo(Access.class)))
              .because("every call to the store demands a decision"),
          constructors()
              .that()
              .areDeclaredIn(Access.class)
              .should()
              .onlyBeCalled()
              .byClassesThat()
              .areAssignableTo(ConsentEngine.class)
              .because("only the consent engine makes an Access"),
          noClasses()
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage("org.springframework.stereotype..", "org.mockito..", "lombok..")
              .orShould()
              .dependOnClassesThat()
              .haveFullyQualifiedName("org.springframework.context.annotation.ComponentScan")
              .because("one explicit list wires the hub"),
          noFields()
              .should()
              .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
              .because("what a class needs stands in its constructor"));

  @TestFactory
  Stream<DynamicTest> everyRuleHolds() {
    return RULES.stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(HOUSE)));
  }

  @Test
  void everyRuleSaysWhy() {
    assertThat(RULES).allSatisfy(rule -> assertThat(rule.getDescription()).contains(", because "));
  }

  @Test
  void everyModuleIsLookedAt() {
    assertThat(BELOW.keySet())
        .allSatisfy(module -> assertThat(HOUSE.containPackage(ROOT + module)).isTrue());
    assertThat(HOUSE.containPackage(ROOT + "hub")).isTrue();
  }

  @Test
  void whatIsListedAsPublicIsSo() {
    assertThat(PUBLIC_IN_A_SHELL.keySet())
        .allSatisfy(
            name ->
                assertThat(HOUSE.get(ROOT + name).getModifiers())
                    .as(name)
                    .contains(JavaModifier.PUBLIC));
  }

  private static ArchCondition<JavaClass> readClockOrChance() {
    Set<String> clocks =
        Set.of(
            Instant.class.getName() + ".now",
            Clock.class.getName() + ".systemUTC",
            Clock.class.getName() + ".systemDefaultZone",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.Year.now",
            System.class.getName() + ".currentTimeMillis",
            System.class.getName() + ".nanoTime",
            UUID.class.getName() + ".randomUUID",
            Math.class.getName() + ".random");
    return new ArchCondition<>("read a clock or make random ids") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          String called = access.getTargetOwner().getFullName() + "." + access.getName();
          boolean chance = access.getTargetOwner().isAssignableTo(Random.class);
          if (clocks.contains(called) || chance) {
            events.add(SimpleConditionEvent.satisfied(type, access.getDescription()));
          }
        }
      }
    };
  }

  private static String module(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    return rest.replaceFirst("\\..*", "");
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(ROOT);
  }

  private static ArchCondition<JavaClass> standOnLowerFloors() {
    return new ArchCondition<>("use only the modules of the floors below") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String module = module(type);
        if (module.equals("hub")) return;
        Set<String> below = BELOW.get(module);
        if (below == null) {
          String unplaced = type.getName() + " is of a module that has no floor";
          events.add(SimpleConditionEvent.violated(type, unplaced));
          return;
        }
        type.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> isOurs(dependency.getTargetClass()))
            .forEach(
                dependency -> {
                  String used = module(dependency.getTargetClass());
                  if (used.equals(module) || below.contains(used)) return;
                  events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                });
      }
    };
  }

  private static ArchCondition<JavaClass> reachIntoAnotherShell() {
    return new ArchCondition<>("reach into the shell of another module") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> isOurs(dependency.getTargetClass()))
            .filter(dependency -> resideInAPackage("..shell..").test(dependency.getTargetClass()))
            .filter(dependency -> !module(dependency.getTargetClass()).equals(module(type)))
            .forEach(
                dependency ->
                    events.add(SimpleConditionEvent.satisfied(type, dependency.getDescription())));
      }
    };
  }

  private static ArchCondition<JavaClass> beHiddenOrReviewed() {
    return new ArchCondition<>("be package-private, the module's configuration, or reviewed") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean nested = type.getEnclosingClass().isPresent();
        if (nested || !type.getModifiers().contains(JavaModifier.PUBLIC)) return;
        boolean configuration =
            type.getSimpleName().endsWith("Module")
                && type.isAnnotatedWith("org.springframework.context.annotation.Configuration");
        boolean reviewed = PUBLIC_IN_A_SHELL.containsKey(type.getName().substring(ROOT.length()));
        if (configuration || reviewed) return;
        events.add(SimpleConditionEvent.violated(type, type.getName() + " is public"));
      }
    };
  }

  private static ArchCondition<JavaClass> standInANullMarkedPackage() {
    return new ArchCondition<>("stand in a @NullMarked package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (type.getPackage().isAnnotatedWith(NullMarked.class)) return;
        String unmarked = type.getPackageName() + " is not @NullMarked";
        events.add(SimpleConditionEvent.violated(type, unmarked));
      }
    };
  }
}
