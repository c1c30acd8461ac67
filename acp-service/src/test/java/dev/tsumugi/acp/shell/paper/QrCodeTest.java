package dev.tsumugi.acp.shell.paper;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeTest {
  private static final int QUIET = 4;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hub.example/c#AAECAwQFBgcICQoLDA0ODw",
        "shlink:/eyJ1cmwiOiJodHRwczovL2h1Yi5leGFtcGxlL3NobC80ZiJ9"
      })
  void whatIsDrawnReadsAsWhatWasMeant(String text) throws Exception {
    QrCode code = QrCode.of(text);

    assertThat(new Decoder().decode(drawn(code)).getText()).isEqualTo(text);
  }

  /** The modules that the SVG's path fills, without the quiet zone. */
  private static BitMatrix drawn(QrCode code) {
    BitMatrix modules = new BitMatrix(code.size() - 2 * QUIET);
    String path = code.svg().replaceFirst(".* d=\"(M[^\"]*v1[^\"]*)\"/></svg>", "$1");
    Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\d+z").matcher(path);
    while (run.find()) {
      int from = Integer.parseInt(run.group(1));
      int y = Integer.parseInt(run.group(2));
      for (int x = from; x < from + Integer.parseInt(run.group(3)); x++) {
        modules.set(x - QUIET, y - QUIET);
      }
    }
    return modules;
  }
}
