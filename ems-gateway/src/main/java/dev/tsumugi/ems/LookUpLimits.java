package dev.tsumugi.ems;

/**
 * How many look-ups there may be within an hour of the clock; 0 for no limit. Crews are far below:
 * who is above goes through the residents.
 *
 * @param person of one person, on whatever device
 * @param device of one device, whoever holds it
 * @param incident for one run of an ambulance
 * @param misses of one person that found nobody, from which on the journal marks each
 */
public record LookUpLimits(int person, int device, int incident, int misses) {
  public static final LookUpLimits USUAL = new LookUpLimits(100, 150, 200, 10);

  public LookUpLimits {
    if (person < 0 || device < 0 || incident < 0 || misses < 0) {
      throw new IllegalArgumentException("hub.ems limits are 0 (none) or more");
    }
  }
}
