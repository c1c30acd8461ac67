package dev.tsumugi.acp;

/**
 * What this module needs to know of its surroundings; the hub provides it.
 *
 * @param hub where the world finds the hub, without a slash at the end
 * @param fhir FHIR base address
 */
public record AcpSettings(String hub, String fhir) {}
