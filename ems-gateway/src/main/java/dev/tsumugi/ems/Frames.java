package dev.tsumugi.ems;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many frames of a camera one person had read in the minute that runs, on this node. */
public final class Frames {
  /** A minute; a tablet asks every 0.7 seconds while the camera is on. */
  public static final int MOST = 100;

  private static final int PEOPLE = 1_000;

  private record Count(long minute, int frames) {}

  private final Map<String, Count> counts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > PEOPLE;
        }
      };

  /** Whether one more may be read now; if so, it counts. */
  public synchronized boolean admit(String person, Instant at) {
    long minute = at.getEpochSecond() / 60;
    Count before = counts.remove(person);
    int frames = before != null && before.minute() == minute ? before.frames() : 0;
    counts.put(person, new Count(minute, Math.min(frames + 1, MOST + 1)));
    return frames < MOST;
  }
}
