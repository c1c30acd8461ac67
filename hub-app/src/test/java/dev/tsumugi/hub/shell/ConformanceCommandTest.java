package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on suites of our own: it tells what passes, and fails when one does not. */
class ConformanceCommandTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int run(String... words) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    List<String> arguments =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("terminology", "conformance"),
                java.util.stream.Stream.of(words))
            .toList();
    return new CommandLine(Map.of(), new Console(stream, stream)).execute(arguments);
  }

  private void file(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json.replace('\'', '"'));
  }

  private void suite(String expected) throws IOException {
    file(
        "test-cases.json",
        "{'suites':[{'name':'gender','mode':'general','setup':['set.json'],'tests':[{'name':'one',"
            + "'operation':'validate-code','request':'ask.json','response':'answer.json'}]}]}");
    file(
        "set.json",
        "{'resourceType':'ValueSet','url':'http://example.org/s','compose':{'include':[{'system':"
            + "'http://hl7.org/fhir/administrative-gender'}]}}");
    file(
        "ask.json",
        "{'resourceType':'Parameters','parameter':[{'name':'url','valueUri':'http://example.org/s'},"
            + "{'name':'coding','valueCoding':{'system':'http://hl7.org/fhir/administrative-gender',"
            + "'code':'male'}}]}");
    file("answer.json", expected);
  }

  private static String answer(boolean result) {
    return "{'resourceType':'Parameters','parameter':[{'name':'result','valueBoolean':"
        + result
        + "},{'name':'code','valueCode':'male'},{'name':'display','valueString':'Male'},"
        + "{'name':'system','valueUri':'http://hl7.org/fhir/administrative-gender'},"
        + "{'name':'version','valueString':'4.0.1'}]}";
  }

  @Test
  void whatPassesIsCounted() throws IOException {
    suite(answer(true));

    assertThat(run(folder.toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("1 of    1").contains("1 of 1 tests");
  }

  @Test
  void whatFailsIsNamed() throws IOException {
    suite(answer(false));

    assertThat(run(folder.toString(), "--failures")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("0 of    1").contains("one: ");
  }

  @Test
  void aFolderWithoutSuitesIsSaid() {
    assertThat(run(folder.toString())).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("no test-cases.json");
  }
}
