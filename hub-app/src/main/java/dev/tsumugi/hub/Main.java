package dev.tsumugi.hub;

import dev.tsumugi.hub.shell.CommandLine;

/** The process {@code ./hub} starts. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(CommandLine.execute(arguments));
  }
}
