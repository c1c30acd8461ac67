package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.kernel.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back: everything is decided and journalled when one of these exists. */
@SuppressWarnings("ArrayRecordComponent") // bytes go straight to the socket
record Reply(int status, Map<String, String> headers, byte[] body) {
  static Reply json(int status, Json.Obj body) {
    return json(status, Json.bytes(body));
  }

  static Reply json(int status, byte[] body) {
    return new Reply(status, Map.of(), body);
  }

  Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body);
  }
}
