package dev.tsumugi.acp.shell;

import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tells who was invited, where an address was given; what became of it is told at once. */
interface InvitationMail {
  /** A hub that sends no mail: the resident hands the code on. */
  InvitationMail NONE =
      (id, address, code, at) ->
          address.isEmpty()
              ? List.of()
              : List.of(AcpOperation.value("mail", "valueCode", "not-configured"));

  /**
   * @param id of the invitation
   * @param address as the resident typed it
   * @param code of the invitation, which goes into the fragment of a link
   * @return parameters of the answer
   */
  List<Json> send(String id, Optional<String> address, String code, Instant at);
}
