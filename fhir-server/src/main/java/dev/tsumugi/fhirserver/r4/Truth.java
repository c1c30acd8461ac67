package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.kernel.Json;
import java.util.List;

/**
 * A path asked for its being there: {@code exists()}, or the contrary.
 *
 * @param there what makes it true: that something is there, or that nothing is
 */
record Truth(List<Path> paths, boolean there) {
  boolean of(Json.Obj object) {
    boolean[] found = {false};
    for (Path path : paths) path.walk(object, value -> found[0] = true);
    return found[0] == there;
  }
}
