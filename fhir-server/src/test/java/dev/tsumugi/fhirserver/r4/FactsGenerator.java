package dev.tsumugi.fhirserver.r4;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the facts files of this package out of the R4 definitions that HAPI ships: {@code
 * FactsGenerator [resources folder of this package]}. {@code FactsTest} holds the files to it.
 */
final class FactsGenerator {
  private FactsGenerator() {}

  /** Text by file name; {@code numbers} is the committed numbers file, or "". */
  static Map<String, String> generate(String numbers) throws IOException {
    CodeFacts codes = new CodeFacts();
    StructureFacts structures = new StructureFacts(codes);
    SearchFacts search = new SearchFacts(parse(numbers));
    StringBuilder compartment = new StringBuilder();
    structures
        .compartment()
        .forEach(
            (type, parameters) ->
                compartment
                    .append(type)
                    .append('\t')
                    .append(String.join("\t", parameters))
                    .append('\n'));
    Map<String, String> files = new TreeMap<>();
    files.put("structures.txt", structures.text());
    files.put("codes.txt", codes.text());
    files.put("search.txt", search.search());
    files.put("numbers.txt", search.numbers());
    files.put("compartment.txt", compartment.toString());
    files.put("summary.txt", new SummaryFacts().text());
    return files;
  }

  private static Map<String, Integer> parse(String numbers) {
    Map<String, Integer> known = new HashMap<>();
    numbers
        .lines()
        .map(line -> line.split("\t"))
        .forEach(cells -> known.put(cells[1], Integer.valueOf(cells[0])));
    return known;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path numbers = folder.resolve("numbers.txt");
    String known = Files.exists(numbers) ? Files.readString(numbers) : "";
    for (Map.Entry<String, String> file : generate(known).entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
