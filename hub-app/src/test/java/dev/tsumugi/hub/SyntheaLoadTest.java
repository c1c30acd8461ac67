package dev.tsumugi.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The public test input, where it lies beside the project; elsewhere there is nothing to check. */
class SyntheaLoadTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("tsumugi.root", "."), "../shared/data/synthea").normalize();

  @TestFactory
  List<DynamicTest> everyBundleIsOneRequestThatKeepsEveryId() throws IOException {
    if (!Files.isDirectory(FOLDER)) return List.of();
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .sorted()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)))
          .toList();
    }
  }

  private static void check(Path path) throws IOException {
    byte[] plain =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(path))).readAllBytes();
    List<Json.Obj> before = Json.parseObject(plain).objects("entry");

    LoadFile file = LoadFile.read(plain);
    List<LoadRequest> requests = LoadBundle.requests(file, false);

    assertThat(requests).hasSize(1);
    List<Json.Obj> after = requests.get(0).body().objects("entry");
    assertThat(after).hasSameSizeAs(before);
    for (int i = 0; i < after.size(); i++) {
      String id = before.get(i).obj("resource").text("id");
      assertThat(after.get(i).obj("request").text("url")).endsWith("/" + id);
      assertThat(Json.bytes(after.get(i).obj("resource")))
          .asString()
          .doesNotContain("\"reference\":\"urn:uuid:");
    }
    String name = path.getFileName().toString();
    LoadRank expected =
        name.startsWith("hospital")
            ? LoadRank.PLACES
            : name.startsWith("practitioner") ? LoadRank.STAFF : LoadRank.RESIDENTS;
    assertThat(LoadRank.of(file)).isEqualTo(expected);
  }
}
