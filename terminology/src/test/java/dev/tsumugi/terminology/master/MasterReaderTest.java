package dev.tsumugi.terminology.master;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.terminology.Concept;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hand-made rows in the layouts that are publicly described; none is of a real file. */
class MasterReaderTest {
  private static final Charset MS932 = Charset.forName("windows-31j");

  private static final String DISEASES =
      """
      0,20050001,つむぎ熱,ﾂﾑｷﾞﾈﾂ,1,TMG1,A999,,,,8830001,つむぎ熱,1,100,20200101,,00,0,,
      0,20050002,①型つむぎ症候群,ｲﾁｶﾞﾀﾂﾑｷﾞｼｮｳｺｳｸﾞﾝ,1,TMG2,B99,,,,8830002,つむぎ症,1,100,20200101,,00,0,,
      0,20050003,つむぎ病,ﾂﾑｷﾞﾋﾞｮｳ,3,TMG1,A999,,,,8830003,つむぎ病,1,100,20200101,20050001,00,0,,
      """;

  private static Reading read(String mapping, byte[] file) {
    return read(mapping, file, null, Optional.empty());
  }

  private static Reading read(
      String mapping, byte[] file, byte[] companion, Optional<String> encoding) {
    return MasterReader.read(
        Mappings.shipped(mapping), file, companion, new MasterReader.Asked("1", "", encoding));
  }

  private static Reading.Whole whole(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Whole.class);
    return (Reading.Whole) reading;
  }

  private static List<String> refused(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Refused.class);
    return ((Reading.Refused) reading).first().stream().map(Refusal::toString).toList();
  }

  @Test
  void diseasesComeUnderBothTheirCodesWithTheWayToIcd10() {
    Reading.Whole read = whole(read("medis-disease", DISEASES.getBytes(MS932)));

    assertThat(read.encoding()).startsWith("Shift_JIS");
    assertThat(read.rows()).isEqualTo(3);
    CodeTable keys = read.systems().get(0);
    assertThat(keys.about().canonical())
        .isEqualTo("http://medis.or.jp/CodeSystem/master-disease-keyNumber|1");
    assertThat(keys.concepts())
        .extracting(Concept::code, Concept::display, Concept::inactive)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("20050001", "つむぎ熱", false),
            org.assertj.core.groups.Tuple.tuple("20050002", "①型つむぎ症候群", false),
            org.assertj.core.groups.Tuple.tuple("20050003", "つむぎ病", true));
    assertThat(keys.concepts().get(0).property("icd10")).isEqualTo("A99.9");
    assertThat(keys.concepts().get(0).designations())
        .extracting(Concept.Designation::value)
        .containsExactly("ﾂﾑｷﾞﾈﾂ");
    CodeTable exchange = read.systems().get(1);
    assertThat(exchange.concepts())
        .as("several records share a code, the first names it")
        .extracting(Concept::code, Concept::display)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("TMG1", "つむぎ熱"),
            org.assertj.core.groups.Tuple.tuple("TMG2", "①型つむぎ症候群"));
    assertThat(read.maps().get(0).pairs())
        .contains(new CodePairs.Pair("20050002", "B99", "wider", ""));
  }

  @Test
  void theIndexBringsFurtherNames() {
    String index = "紬熱,TMG1,1,1,1,0,0,1,0\nつむぎの,TMG1,2,1,1,0,0,1,0\n";

    Reading.Whole read =
        whole(
            read(
                "medis-disease",
                DISEASES.getBytes(MS932),
                index.getBytes(MS932),
                Optional.empty()));

    assertThat(read.systems().get(1).concepts().get(0).designations())
        .extracting(Concept.Designation::value)
        .as("a modifier's word is no name of the disease")
        .containsExactly("ﾂﾑｷﾞﾈﾂ", "紬熱");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "windows-31j", "EUC-JP", "UTF-16LE+mark", "UTF-8+mark"})
  void theEncodingIsFoundOut(String written) {
    String text = written.contains("mark") ? "\uFEFF" + DISEASES : DISEASES;
    // What one of them cannot write is not what this is about.
    byte[] file =
        text.replace("①", "一").getBytes(Charset.forName(written.replaceFirst("[+].*", "")));

    Reading.Whole read = whole(read("medis-disease", file));

    assertThat(read.systems().get(0).concepts().get(1).display()).isEqualTo("一型つむぎ症候群");
  }

  @Test
  void aByteOfNoCharacterIsRefusedWithItsLine() {
    byte[] file = DISEASES.getBytes(MS932);
    int second = new String(file, StandardCharsets.ISO_8859_1).indexOf('\n') + 5;
    file[second] = (byte) 0xFF;

    assertThat(refused(read("medis-disease", file)).get(0))
        .startsWith("line 2: the file is neither UTF-8 nor Shift_JIS");
  }

  @Test
  void aWronglyStatedEncodingIsRefusedNotStoredAsNonsense() {
    byte[] utf8 = DISEASES.getBytes(StandardCharsets.UTF_8);
    byte[] sjis = DISEASES.getBytes(MS932);

    assertThat(refused(read("medis-disease", utf8, null, Optional.of("Shift_JIS")))).hasSize(1);
    assertThat(refused(read("medis-disease", sjis, null, Optional.of("UTF-8"))).get(0))
        .startsWith("line 1: the file is not UTF-8");
    assertThat(refused(read("medis-disease", sjis, null, Optional.of("Klingon"))).get(0))
        .contains("there is no encoding Klingon");
  }

  @Test
  void aColumnTooManyOrTwoInEachOthersPlaceIsRefusedWithTheLines() {
    String shifted = DISEASES.replace("0,20050002,", "0,,20050002,");
    String swapped = DISEASES.replace("0,20050003,つむぎ病", "0,つむぎ病,20050003");

    assertThat(refused(read("medis-disease", shifted.getBytes(MS932))))
        .containsExactly("line 2: has 21 cells where the first line has 20");
    assertThat(refused(read("medis-disease", swapped.getBytes(MS932))))
        .containsExactly("line 3: the column 病名管理番号 cannot hold \"つむぎ病\"");
  }

  @Test
  void aCodeThatComesTwiceIsRefusedWithBothLines() {
    String twice = DISEASES.replace("20050003", "20050001").replace(",20050001,00", ",,00");

    assertThat(refused(read("medis-disease", twice.getBytes(MS932))))
        .containsExactly("line 3: the code 20050001 stands on line 1 already");
  }

  @Test
  void thePriceListIsReadByTheNamesOfItsColumns() {
    String list =
        """
        区分,薬価基準収載医薬品コード,成分名,規格,,,,品名,メーカー名,薬価,備考
        内用薬,1149001F1010,つむぎ酸,５ｍｇ１錠,,,,つむぎ錠５ｍｇ,常総製薬,10.10,
        内用薬,1149001F2017,つむぎ酸,"１０ｍｇ
        １錠",,,,つむぎ錠１０ｍｇ,常総製薬,19.80,
        内用薬,1149001F30I4,つむぎ酸,２０ｍｇ１錠,,,,,常総製薬,31.00,
        """;

    assertThat(refused(read("yj", list.getBytes(StandardCharsets.UTF_8))))
        .as("lines are those of the file, though a cell spans two")
        .containsExactly("line 5: the column 品名 is empty");

    String right = list.replace("１錠,,,,,常総", "１錠,,,,つむぎ錠２０ｍｇ,常総");
    CodeTable drugs = whole(read("yj", right.getBytes(StandardCharsets.UTF_8))).systems().get(0);
    Concept drug = drugs.concepts().get(0);
    assertThat(drug.display()).isEqualTo("つむぎ錠５ｍｇ");
    assertThat(drug.property("effect")).isEqualTo("1149");
    assertThat(drug.designations().get(0).value()).isEqualTo("つむぎ酸");
  }

  @Test
  void aMissingColumnIsToldOnceWithThoseThatAreThere() {
    String list = "区分,コード番号,品名\n内用薬,1149001F1010,つむぎ錠\n";

    assertThat(refused(read("yj", list.getBytes(StandardCharsets.UTF_8))))
        .containsExactly(
            "line 1: there is no column 薬価基準収載医薬品コード or 個別医薬品コード or YJコード; the columns are"
                + " 区分, コード番号, 品名");
  }

  @Test
  void aHotTableGivesThreeSystemsAndTheMapToYj() {
    String header =
        "基準番号（ＨＯＴコード）,処方用番号（ＨＯＴ７）,会社識別用番号,調剤用番号,物流用番号,ＪＡＮコード,薬価基準収載医薬品コード,"
            + "個別医薬品コード,レセプト電算処理システムコード（１）,レセプト電算処理システムコード（２）,告示名称,販売名,"
            + "レセプト電算処理システム医薬品名,規格単位,包装形態,包装単位数,包装単位単位,包装総量数,包装総量単位,区分,製造会社,"
            + "販売会社,更新区分,更新年月日\n";
    String rows =
        "1000001010101,1000001,01,01,01,4900000000017,1149001F1010,1149001F1010,620000001,,つむぎ酸錠,"
            + "つむぎ錠５ｍｇ,つむぎ錠５ｍｇ,５ｍｇ１錠,ＰＴＰ,10,錠,100,錠,内,常総製薬,常総製薬,1,20200101\n"
            + "1000001010102,1000001,01,01,02,4900000000024,1149001F1010,1149001F1010,620000001,,つむぎ酸錠,"
            + "つむぎ錠５ｍｇ,つむぎ錠５ｍｇ,５ｍｇ１錠,バラ,500,錠,500,錠,内,常総製薬,常総製薬,1,20200101\n"
            + "1000002010101,1000002,01,01,01,,,,,,つむぎ液,つむぎ液,,１ｍＬ,瓶,1,瓶,1,瓶,外,常総製薬,常総製薬,1,\n";

    Reading.Whole read = whole(read("hot", (header + rows).getBytes(MS932)));

    assertThat(read.systems())
        .extracting(table -> table.about().name() + " " + table.concepts().size())
        .containsExactly("HOT13 3", "HOT9 2", "HOT7 2");
    assertThat(read.maps().get(0).pairs())
        .containsExactly(new CodePairs.Pair("100000101", "1149001F1010", "equivalent", ""));
  }

  @Test
  void deprecatedLoincCodesAreInactive() {
    String csv =
        """
        "LOINC_NUM","COMPONENT","PROPERTY","STATUS","SHORTNAME","LONG_COMMON_NAME"
        "0001-0","Tsumugi","MCnc","ACTIVE","Tsumugi SerPl-mCnc","Tsumugi [Mass/volume] in ""Serum""\"
        "0002-8","Tsumugi","MCnc","DEPRECATED","Old","Tsumugi old"
        """;

    List<Concept> concepts =
        whole(read("loinc", csv.getBytes(StandardCharsets.UTF_8))).systems().get(0).concepts();

    assertThat(concepts).extracting(Concept::inactive).containsExactly(false, true);
    assertThat(concepts.get(0).display()).isEqualTo("Tsumugi [Mass/volume] in \"Serum\"");
  }

  @Test
  void icd10CategoriesStandAboveWhatBeginsWithThem() {
    String rows =
        """
        3;N;X;01;A90;A90.-;A90;A90;Tsumugi fever;Tsumugi fever;;003;1;2;3;4;5
        4;T;X;01;A90;A90.1;A90.1;A901;Tsumugi fever, caf\u00e9;Tsumugi fever;caf\u00e9;003;1;2;3;4;5
        """;

    List<Concept> concepts =
        whole(read("icd-10", rows.getBytes(StandardCharsets.ISO_8859_1)))
            .systems()
            .get(0)
            .concepts();

    assertThat(concepts.get(1).parents()).containsExactly("A90");
    assertThat(concepts.get(1).display()).endsWith("caf\u00e9");
  }

  @Test
  void parentsOfATableMustBeThereAndNotBelowThemselves() {
    String table = "code,display,parent\na,A,b\nb,B,a\nc,C,d\nd,D,x\n";
    MasterReader.Asked asked =
        new MasterReader.Asked("1", "https://example.org/cs", Optional.empty());

    Reading reading =
        MasterReader.read(Mappings.shipped("code-and-name"), bytes(table), null, asked);

    assertThat(refused(reading))
        .containsExactly(
            "line 2: the code a is above itself",
            "line 3: the code b is above itself",
            "line 5: the parent x is not in the file");
  }

  @Test
  void aThousandWrongLinesAreCountedAndTheFirstNamed() {
    List<String> lines = new ArrayList<>(List.of("コード,名称"));
    for (int i = 0; i < 1000; i++) lines.add(i + ",検査");

    Reading.Refused refused = (Reading.Refused) read("jlac10", bytes(String.join("\r\n", lines)));

    assertThat(refused.count()).isEqualTo(1000);
    assertThat(refused.first()).hasSize(50);
    assertThat(refused.first().get(0).line()).isEqualTo(2);
  }

  @Test
  void everyShippedMappingReads() {
    for (String name : Mappings.NAMES) {
      TableMapping mapping = MappingReader.read(Json.parseObject(Mappings.bytes(name)));
      assertThat(mapping.name()).isEqualTo(name);
      assertThat(mapping.source()).isNotEmpty();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
