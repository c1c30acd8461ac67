package dev.tsumugi.bench;

import java.util.OptionalDouble;

/**
 * What one workload cost on one server: medians over the rounds.
 *
 * @param perSecond operations a second, as many clients as the workload has, each as fast as it can
 * @param cpuMillis CPU of server and database for one operation; empty where it cannot be read
 * @param firstByteMillis from sending to the answer's first byte
 * @param p50Millis at the fixed rate, from when a request was due; as is p99
 * @param spread how far the rounds' CPU figures lie apart, relative to their median
 */
public record Measured(
    OptionalDouble perSecond,
    OptionalDouble cpuMillis,
    OptionalDouble firstByteMillis,
    OptionalDouble p50Millis,
    OptionalDouble p99Millis,
    double spread) {}
