package dev.tsumugi.terminology.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.master.Mappings;
import dev.tsumugi.terminology.master.Reading;
import dev.tsumugi.terminology.master.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Workbooks as spreadsheet programs write them, made by hand. */
class WorkbookTest {
  private static final String STRINGS =
      """
      <?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
      <si><t>薬価基準収載医薬品コード</t></si><si><t>成分名</t></si><si><t>品名</t></si>
      <si><t>1149001F1010</t></si><si><r><t>つむぎ</t></r><r><t>錠５ｍｇ</t></r><rPh><t>ツムギ</t></rPh></si>
      <si><t>つむぎ酸</t></si></sst>
      """;

  private static String sheet(String rows) {
    return "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
        + "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
        + "<c r=\"C1\" t=\"s\"><v>2</v></c></row>"
        + rows
        + "</sheetData></worksheet>";
  }

  private static byte[] workbook(String sheet) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
      zip.write(STRINGS.getBytes(UTF_8));
      zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
      zip.write(sheet.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static Reading read(byte[] file) {
    return new MasterFile(
            "list_20260401.xlsx",
            file,
            null,
            Mappings.bytes("yj"),
            Optional.empty(),
            "",
            Optional.of("Shift_JIS"))
        .read();
  }

  @Test
  void theMinistrysListIsReadAsItComes() throws IOException {
    String row =
        "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>3</v></c><c r=\"B2\" t=\"s\"><v>5</v></c>"
            + "<c r=\"C2\" t=\"s\"><v>4</v></c></row>";

    Reading.Whole read = (Reading.Whole) read(workbook(sheet(row)));

    assertThat(read.systems().get(0).about().version()).isEqualTo("20260401");
    Concept drug = read.systems().get(0).concepts().get(0);
    assertThat(drug.code()).isEqualTo("1149001F1010");
    assertThat(drug.display()).as("all runs of the text, and not its reading").isEqualTo("つむぎ錠５ｍｇ");
  }

  @Test
  void aFindingNamesTheRowThatAPersonSees() throws IOException {
    String gap =
        "<row r=\"5\"><c r=\"A5\" t=\"s\"><v>3</v></c><c r=\"C5\" t=\"inlineStr\"><is><t>two\nlines</t>"
            + "</is></c></row><row r=\"7\"><c r=\"A7\"><v>12</v></c><c r=\"C7\" t=\"s\"><v>4</v></c></row>";

    Reading.Refused refused = (Reading.Refused) read(workbook(sheet(gap)));

    assertThat(refused.first())
        .extracting(Refusal::line)
        .as("the row with the wrong code")
        .containsExactly(7);
  }

  @Test
  void whatIsNoWorkbookOrABrokenOneIsSaid() throws IOException {
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(other)) {
      zip.putNextEntry(new ZipEntry("word/document.xml"));
      zip.write(1);
    }
    String pointsNowhere = "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>99</v></c></row>";
    String declared =
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><worksheet>&e;</worksheet>";

    assertThatThrownBy(() -> Workbook.csv(other.toByteArray())).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> Workbook.csv(workbook(sheet(pointsNowhere))))
        .hasMessageContaining("points to text 99");
    assertThatThrownBy(() -> Workbook.csv(workbook("<worksheet><row>")))
        .isInstanceOf(Problem.class);
    assertThatThrownBy(() -> Workbook.csv(workbook(declared))).isInstanceOf(Problem.class);
  }
}
