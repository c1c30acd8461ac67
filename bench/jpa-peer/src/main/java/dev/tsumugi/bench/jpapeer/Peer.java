package dev.tsumugi.bench.jpapeer;

import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Starts the peer. It reads PEER_PORT, PEER_DB_URL, PEER_DB_USER, PEER_DB_PASSWORD and PEER_SCHEMA:
 * {@code update} to make the tables, nothing if they are there.
 */
public final class Peer {
  private Peer() {}

  public static void main(String[] arguments) {
    new SpringApplicationBuilder(PeerConfiguration.class)
        .bannerMode(Banner.Mode.OFF)
        // HAPI wires its beans in circles and replaces some; its own starter allows both too.
        .properties(
            "spring.main.allow-bean-definition-overriding=true",
            "spring.main.allow-circular-references=true")
        .run(arguments);
  }
}
