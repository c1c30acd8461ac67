package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Json;

/**
 * What an operation answers.
 *
 * @param status of HTTP; 200, or what the refusal in {@code resource} deserves
 * @param resource Parameters, ValueSet, Bundle, or an OperationOutcome
 */
public record Answer(int status, Json.Obj resource) {}
