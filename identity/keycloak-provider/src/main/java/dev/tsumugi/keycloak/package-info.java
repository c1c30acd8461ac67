/**
 * What Tsumugi adds inside Keycloak: SMART scopes of any resource type, the {@code fhirUser} claim,
 * the launch patient of the demo client. {@link dev.tsumugi.keycloak.SmartScope} and {@link
 * dev.tsumugi.keycloak.ScopePolicy} are the rules and know nothing of Keycloak.
 */
@NullMarked
package dev.tsumugi.keycloak;

import org.jspecify.annotations.NullMarked;
