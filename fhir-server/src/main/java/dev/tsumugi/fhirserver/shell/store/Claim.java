package dev.tsumugi.fhirserver.shell.store;

/** What must hold in a store. */
enum Claim {
  CHAIN("every journal row follows from its content and the row before, and none is missing"),
  HEADS("every signed head of the journal is on its chain and signed by this hub"),
  RIGHTS("the application owns nothing and cannot rewrite journal, facets or policies"),
  VERSIONS("every resource counts its versions without a gap, deletions included"),
  ROWS("every version can be read and stands under the patients it is about"),
  FACETS("every version's facet is what its content and its recorder give"),
  LABELS("the labels of every version are what its codes and its author say"),
  VALUES("the search values are those of the current resources"),
  MARKS("what a decision may look at in a version is what stands in it"),
  TIES("the ties and memberships are those that current resources state"),
  LINKS("every reference leads to a resource that is here or was"),
  EVENTS("every event is about a version that is here"),
  COMPARTMENTS("every patient is ruled by what their Consents say now, over all facets present"),
  SHEETS("every emergency sheet is what the current resources give");

  private final String words;

  Claim(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
