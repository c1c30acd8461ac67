package dev.tsumugi.acp.people;

import dev.tsumugi.kernel.Json;

/** A text as a narrative of R4: nothing in it is markup, and a line break is one. */
final class Narratives {
  private Narratives() {}

  static Json.Obj of(String text) {
    String escaped =
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br/>");
    String div = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>" + escaped + "</p></div>";
    return Json.object().put("status", "generated").put("div", div).build();
  }
}
