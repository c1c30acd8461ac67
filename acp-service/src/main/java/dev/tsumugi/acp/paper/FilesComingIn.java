package dev.tsumugi.acp.paper;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.ChangeRule;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file that is put in by plain FHIR is looked at as those of the operations are ({@link
 * Attachments}). What stood before is not looked at again, so that a row stays writable; the
 * custodian, who brings records as they were, is excepted.
 */
public final class FilesComingIn implements ChangeRule {
  @Override
  public Set<String> types() {
    return FileWithin.TYPES;
  }

  @Override
  public Optional<Problem> refusal(
      Requester by, Optional<Json.Obj> before, Optional<Json.Obj> after) {
    if (by.role() == Role.CUSTODIAN || after.isEmpty()) return Optional.empty();
    List<FileWithin> stood = before.map(FileWithin::of).orElse(List.of());
    for (FileWithin file : FileWithin.of(after.get())) {
      if (stood.stream().anyMatch(file::isSameAs)) continue;
      Optional<Attachments.Why> refused = file.refusal();
      if (refused.isPresent()) return Optional.of(refused.get().problem(file.path()));
    }
    return Optional.empty();
  }
}
