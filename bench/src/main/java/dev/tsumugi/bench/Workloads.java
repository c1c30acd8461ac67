package dev.tsumugi.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** The records' workloads, made from the loaded people. Equal people and seed, equal workloads. */
public final class Workloads {
  private static final int CLIENTS = 4;
  private static final int WRITERS = 8;
  private static final int MOST = 20_000;
  private static final int PREFIX_HITS = 20;
  private static final int PREFIXES = 6;
  private static final int LARGEST_RECORD = 930;
  private static final int WALKED = 150;
  private static final String LOINC = "http://loinc.org|";

  private final List<Person> people;
  private final Random random;

  private Workloads(List<Person> people, long seed) {
    this.people = people;
    this.random = new Random(seed);
  }

  public static List<Workload> of(List<Person> people, long seed) {
    Workloads make = new Workloads(people, seed);
    List<Workload> all = new ArrayList<>();
    all.add(reading("read", "read by id, uniform over all", "≥ 8 ×", make.reads()));
    all.add(
        reading(
            "sorted",
            "Observation?patient=…&category=…&_sort=-date&_count=20",
            "≥ 20 ×",
            make.sorted()));
    all.add(reading("prefix", "Patient?name=…, about 20 hits", "≥ 12 ×", make.prefixes()));
    all.add(
        reading("chain", "chain: Observation?patient.family=…&code=…", "≥ 12 ×", make.chains()));
    all.add(reading("has", "_has: Patient?_has:Observation:patient:code=…", "≥ 12 ×", make.has()));
    all.add(
        reading(
            "include",
            "MedicationRequest?patient=…&_include=…:encounter",
            "≥ 12 ×",
            make.includes()));
    all.add(
        reading("code-date", "Observation?code=…&date=ge…&date=lt…", "≥ 12 ×", make.codeDates()));
    all.add(reading("pages", "about 150 hits by pages of 10, to the end", "≥ 15 ×", make.walks()));
    all.add(reading("everything", "$everything, about 180", "≥ 12 ×", make.everything(180)));
    all.add(
        reading("everything-1000", "$everything, about 1,000", "≥ 12 ×", make.everything(1_000)));
    all.add(
        new Workload(
            "write",
            "transaction of 2 resources, 8 writers, durable",
            "≥ 5 ×",
            WRITERS,
            false,
            make.writes()));
    return List.copyOf(all);
  }

  private static Workload reading(
      String name, String title, String goal, List<Operation> operations) {
    return new Workload(name, title, goal, CLIENTS, true, operations);
  }

  private List<Operation> reads() {
    List<String> refs = new ArrayList<>();
    for (Person person : people) refs.addAll(person.refs());
    // Uniform over all: a small choice of them would ask the servers' caches, not the store.
    Collections.shuffle(refs, random);
    List<Operation> operations = new ArrayList<>();
    for (String ref : refs.subList(0, Math.min(MOST, refs.size()))) {
      int slash = ref.indexOf('/');
      operations.add(
          Operation.get(ref.substring(0, slash) + "/{" + ref.substring(slash + 1) + "}"));
    }
    return operations;
  }

  private List<Operation> sorted() {
    List<Operation> operations = new ArrayList<>();
    for (Person person : people) {
      Set<String> categories = new HashSet<>();
      for (Person.Observed observed : person.observed()) categories.add(observed.category());
      categories.retainAll(Set.of("vital-signs", "laboratory"));
      for (String category : categories.stream().sorted().toList()) {
        operations.add(
            Operation.get(
                "Observation?patient=Patient/{"
                    + person.id()
                    + "}&category="
                    + category
                    + "&_sort=-date&_count=20"));
      }
    }
    return operations;
  }

  /**
   * The prefixes with about 20 hits. Their page has room for all: the peer counts a person with two
   * fitting names twice towards the page, and would show fewer people than ours.
   */
  private List<Operation> prefixes() {
    return Questions.hits(people).entrySet().stream()
        .sorted(Comparator.comparingInt(prefix -> Math.abs(prefix.getValue() - PREFIX_HITS)))
        .limit(PREFIXES)
        .map(prefix -> Operation.get("Patient?name=" + prefix.getKey() + "&_count=200"))
        .toList();
  }

  private List<Operation> chains() {
    List<Operation> operations = new ArrayList<>();
    for (Person person : people) {
      if (person.observed().isEmpty()) continue;
      Person.Observed one = person.observed().get(random.nextInt(person.observed().size()));
      operations.add(
          Operation.get(
              "Observation?patient.family="
                  + person.family().replaceAll("[^A-Za-z0-9]", "")
                  + "&code="
                  + LOINC
                  + one.code()
                  + "&_count=20"));
    }
    return operations;
  }

  /**
   * The peer counts each matching Observation towards the page before it makes one Patient of them,
   * so a small page would hold fewer of the same people than ours.
   */
  private List<Operation> has() {
    return codes().keySet().stream()
        .map(code -> "Patient?_has:Observation:patient:code=" + LOINC + code + "&_count=1000")
        .map(Operation::get)
        .toList();
  }

  /** The peer's page of {@code _count} has to hold what comes along as well. */
  private List<Operation> includes() {
    return people.stream()
        .map(
            person ->
                "MedicationRequest?patient=Patient/{"
                    + person.id()
                    + "}&_include=MedicationRequest:encounter&_count=200")
        .map(Operation::get)
        .toList();
  }

  private List<Operation> codeDates() {
    List<Operation> operations = new ArrayList<>();
    codes()
        .forEach(
            (code, years) -> {
              for (String year : years.stream().sorted().toList()) {
                operations.add(
                    Operation.get(
                        "Observation?code="
                            + LOINC
                            + code
                            + "&date=ge"
                            + year
                            + "-01-01&date=lt"
                            + (Integer.parseInt(year) + 1)
                            + "-01-01&_count=20"));
              }
            });
    return operations;
  }

  private Map<String, Set<String>> codes() {
    Map<String, Set<String>> codes = new TreeMap<>();
    for (Person person : people) {
      for (Person.Observed observed : person.observed()) {
        if (!observed.code().matches("\\d+-\\d") || !observed.year().matches("\\d{4}")) continue;
        codes.computeIfAbsent(observed.code(), code -> new HashSet<>()).add(observed.year());
      }
    }
    return codes;
  }

  private List<Operation> walks() {
    return people.stream()
        .sorted(Comparator.comparingInt(person -> Math.abs(person.observed().size() - WALKED)))
        .limit(3)
        .map(person -> "Observation?patient=Patient/{" + person.id() + "}&_count=10")
        .map(Operation::walk)
        .toList();
  }

  /** The peer gives a thousand resources and no link to the rest, so all have to fit. */
  private List<Operation> everything(int size) {
    return people.stream()
        .filter(person -> person.refs().size() <= LARGEST_RECORD)
        .sorted(Comparator.comparingInt(person -> Math.abs(person.refs().size() - size)))
        .limit(3)
        .map(person -> "Patient/{" + person.id() + "}/$everything?_count=1000")
        .map(Operation::walk)
        .toList();
  }

  private List<Operation> writes() {
    List<Operation> operations = new ArrayList<>();
    for (Person person : people) {
      Map<String, String> vitals = new LinkedHashMap<>();
      vitals.put("8867-4", "Heart rate");
      vitals.put("9279-1", "Respiratory rate");
      List<String> entries = new ArrayList<>();
      vitals.forEach(
          (code, display) ->
              entries.add(
                  """
                  {"resource":{"resourceType":"Observation","status":"final","category":[{"coding":\
                  [{"system":"http://terminology.hl7.org/CodeSystem/observation-category",\
                  "code":"vital-signs"}]}],"code":{"coding":[{"system":"http://loinc.org",\
                  "code":"%s","display":"%s"}]},"subject":{"reference":"Patient/{%s}"},\
                  "effectiveDateTime":"2026-01-01T09:00:00+09:00","valueQuantity":{"value":%d,\
                  "unit":"/min","system":"http://unitsofmeasure.org","code":"/min"}},\
                  "request":{"method":"POST","url":"Observation"}}"""
                      .formatted(code, display, person.id(), 10 + random.nextInt(90))));
      operations.add(
          Operation.post(
              "",
              "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                  + String.join(",", entries)
                  + "]}"));
    }
    return operations;
  }
}
