package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.Pieces;
import dev.tsumugi.kernel.Json;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What goes back: everything is decided and journalled when one of these exists.
 *
 * @param more what follows the body, decided when it is asked for; nothing for most answers
 */
@SuppressWarnings("ArrayRecordComponent") // bytes go straight to the socket
record Reply(int status, Map<String, String> headers, byte[] body, Pieces more) {
  Reply(int status, Map<String, String> headers, byte[] body) {
    this(status, headers, body, Pieces.NONE);
  }

  /** The first piece is made now: what fails in it is answered as any failure is. */
  static Reply json(int status, Pieces pieces) {
    return new Reply(status, Map.of(), pieces.next(), pieces);
  }

  /** The same without anything to follow, for what needs all of it at once. */
  Reply whole() {
    if (!more.more()) return this;
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(body);
    all.writeBytes(more.rest());
    return new Reply(status, headers, all.toByteArray());
  }

  static Reply json(int status, Json.Obj body) {
    return json(status, Json.bytes(body));
  }

  static Reply json(int status, byte[] body) {
    return new Reply(status, Map.of(), body);
  }

  Reply with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Reply(status, all, body, more);
  }
}
