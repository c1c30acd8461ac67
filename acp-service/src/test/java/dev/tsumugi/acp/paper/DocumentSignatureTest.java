package dev.tsumugi.acp.paper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.fhirserver.DocumentSigner;
import dev.tsumugi.fhirserver.shell.store.KeyStore;
import dev.tsumugi.kernel.Json;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentSignatureTest {
  private static final Json WHO = Plans.json("{'reference':'Organization/tsumugi-hub'}");

  @Test
  void aSignatureHoldsForWhatWasSignedAndNothingElse(@TempDir Path folder) {
    DocumentSigner signer = KeyStore.open(folder.resolve("keys"));
    DocumentSigner other = KeyStore.open(folder.resolve("others"));
    Json.Obj bundle = PlanDocument.of(Plans.whole(), Plans.FRAME);

    Json.Obj signed = DocumentSignature.sign(bundle, signer, WHO, Plans.FRAME.at());

    assertThat(DocumentSignature.holds(signed, signer.key())).isTrue();
    assertThat(DocumentSignature.holds(signed.with("id", Json.text("copy")), signer.key()))
        .as("a copy on another server is the same document")
        .isTrue();
    assertThat(DocumentSignature.holds(signed, other.key())).isFalse();
    assertThat(DocumentSignature.holds(bundle, signer.key())).isFalse();
    String changed = new String(Json.bytes(signed), UTF_8).replace("do-not-wish", "wish-for");
    assertThat(DocumentSignature.holds(Json.parseObject(changed.getBytes(UTF_8)), signer.key()))
        .isFalse();
    Json.Obj data = signed.obj("signature").with("data", Json.text("not base64 at all!"));
    assertThat(DocumentSignature.holds(signed.with("signature", data), signer.key())).isFalse();
  }

  @Test
  void theSignatureIsADetachedJwsThatNamesItsKey(@TempDir Path folder) {
    DocumentSigner signer = KeyStore.open(folder.resolve("keys"));
    Json.Obj signed =
        DocumentSignature.sign(
            PlanDocument.of(Plans.whole(), Plans.FRAME), signer, WHO, Plans.FRAME.at());

    String jws =
        new String(Base64.getDecoder().decode(signed.obj("signature").text("data")), UTF_8);

    assertThat(jws).matches("[A-Za-z0-9_-]+\\.\\.[A-Za-z0-9_-]{86}");
    Json.Obj header =
        Json.parseObject(Base64.getUrlDecoder().decode(jws.substring(0, jws.indexOf('.'))));
    assertThat(header.text("kid"))
        .isEqualTo(DocumentSignature.keys(signer.key()).objects("keys").get(0).text("kid"));
  }

  @Test
  void theOrderOfPropertiesIsNoPartOfADocument() {
    Json.Obj one = Plans.json("{'b':[{'y':1.10,'x':'あ'}],'a':true,'meta':{},'signature':{}}");
    Json.Obj other = Plans.json("{'a':true,'id':'x','b':[{'x':'あ','y':1.10}]}");

    assertThat(CanonicalJson.of(one)).isEqualTo(CanonicalJson.of(other));
    assertThat(new String(CanonicalJson.of(one), UTF_8))
        .isEqualTo("{\"a\":true,\"b\":[{\"x\":\"あ\",\"y\":1.10}]}");
  }
}
