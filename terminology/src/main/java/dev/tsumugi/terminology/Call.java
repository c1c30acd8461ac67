package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;
import org.jspecify.annotations.Nullable;

/**
 * A call of a terminology operation.
 *
 * @param parameters a Parameters resource (a Bundle for a batch)
 * @param acceptLanguage header of HTTP; null if it was not sent
 * @param identifier for what the answer makes anew ({@code urn:uuid:…})
 * @param now a FHIR instant
 */
public record Call(
    Json.Obj parameters, @Nullable String acceptLanguage, String identifier, String now) {
  Call with(Json.Obj others) {
    return new Call(others, acceptLanguage, identifier, now);
  }
}
