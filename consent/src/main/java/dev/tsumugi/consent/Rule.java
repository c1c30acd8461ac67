package dev.tsumugi.consent;

import dev.tsumugi.kernel.Period;

/**
 * One compiled Consent.
 *
 * @param consent see {@link ConsentCompiler#name}
 * @param period when it holds; R4's Consent has none but that of its root provision
 */
public record Rule(String consent, Period period, Provision root) {}
