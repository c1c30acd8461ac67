/**
 * What Tsumugi adds inside Keycloak: SMART scopes of any resource type, the launch context with the
 * page that asks for a patient, the claim {@code fhirUser}. {@link
 * dev.tsumugi.keycloak.SmartScope}, {@link dev.tsumugi.keycloak.ScopePolicy}, {@link
 * dev.tsumugi.keycloak.LaunchNeed} and {@link dev.tsumugi.keycloak.SealedContext} are the rules and
 * know nothing of Keycloak.
 */
@NullMarked
package dev.tsumugi.keycloak;

import org.jspecify.annotations.NullMarked;
