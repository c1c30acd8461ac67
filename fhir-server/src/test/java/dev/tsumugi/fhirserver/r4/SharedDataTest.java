package dev.tsumugi.fhirserver.r4;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Public examples, one test a file; no tests where they are not present. */
class SharedDataTest {
  private static final Validator VALIDATOR = new Validator(R4.load());

  /**
   * Every one of them is sound R4. The {@code *ErrorExample*} of clins breaks a profile, not the
   * base: looked at by eye.
   */
  @TestFactory
  Stream<DynamicTest> publicExamplesAreSound() {
    return Stream.of("synthea", "ips", "adi", "clins")
        .flatMap(folder -> SharedData.files(folder).entrySet().stream())
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getKey(), () -> assertThat(VALIDATOR.check(file.getValue())).isEmpty()));
  }
}
