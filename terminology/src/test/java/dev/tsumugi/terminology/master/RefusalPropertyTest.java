package dev.tsumugi.terminology.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** One fault anywhere in a table of any size refuses the whole of it, and names its line. */
class RefusalPropertyTest {
  private enum Fault {
    CODE_TWICE,
    NO_CODE,
    NO_NAME,
    CELL_TOO_MANY,
    WRONG_COLUMN,
    QUOTE_LEFT_OPEN
  }

  private static Reading read(List<String> lines) {
    return MasterReader.read(
        Mappings.shipped("jlac10"),
        String.join("\n", lines).getBytes(StandardCharsets.UTF_8),
        null,
        new MasterReader.Asked("1", "", Optional.empty()));
  }

  private static List<String> table(int rows) {
    List<String> lines = new ArrayList<>(List.of("JLAC10コード,名称"));
    for (int i = 0; i < rows; i++) lines.add(String.format("3A%015d,検査%d", i, i));
    return lines;
  }

  @Property(tries = 300)
  void oneFaultRefusesTheWholeAndNamesItsLine(
      @ForAll @IntRange(min = 2, max = 60) int rows,
      @ForAll @IntRange(min = 0, max = 1_000) int where,
      @ForAll Fault fault) {
    List<String> lines = table(rows);
    assertThat(read(lines)).isInstanceOf(Reading.Whole.class);

    // Not the first row: with it a code would come twice only on a later line.
    int at = 2 + where % (rows - 1);
    String line = lines.get(at);
    String code = line.substring(0, 17);
    lines.set(
        at,
        switch (fault) {
          case CODE_TWICE -> lines.get(1);
          case NO_CODE -> line.substring(17);
          case NO_NAME -> code + ",";
          case CELL_TOO_MANY -> line + ",x";
          case WRONG_COLUMN -> "検査," + code;
          case QUOTE_LEFT_OPEN -> code + ",\"検査";
        });

    Reading reading = read(lines);
    assertThat(reading).isInstanceOf(Reading.Refused.class);
    assertThat(((Reading.Refused) reading).first()).extracting(Refusal::line).contains(at + 1);
  }
}
