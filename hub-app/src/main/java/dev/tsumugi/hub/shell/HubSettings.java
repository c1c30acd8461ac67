package dev.tsumugi.hub.shell;

/**
 * What the hub tells its screens about itself.
 *
 * @param fhir FHIR base address
 * @param issuer of tokens
 */
record HubSettings(boolean demo, String fhir, String issuer, String version) {}
