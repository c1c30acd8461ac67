package dev.tsumugi.fhirserver.suite;

/**
 * A rule of the evaluation that can be broken on purpose: the suite has to notice each of them, or
 * it could not notice a store that breaks it.
 */
public enum Rule {
  TOKEN_SYSTEM_COUNTS("token"),
  TOKEN_NO_SYSTEM_IS_ASKED_BY_A_BAR("token"),
  NOT_FINDS_WHAT_HAS_NONE("token"),
  TEXT_IS_A_BEGINNING("token"),
  OF_TYPE_NEEDS_THE_TYPE("token"),
  STRINGS_ARE_BEGINNINGS("string"),
  STRINGS_IGNORE_CASE_AND_MARKS("string"),
  KANA_SCRIPT_IS_IGNORED("string"),
  VOICED_MARKS_COUNT("string"),
  EXACT_IS_EXACT("string"),
  CONTAINS_LOOKS_INSIDE("string"),
  DATE_EQ_CONTAINS("date"),
  DATE_ZONE_IS_JAPANS("date"),
  DATE_SA_IS_AFTER_THE_WHOLE("date"),
  DATE_EB_IS_BEFORE_THE_WHOLE("date"),
  DATE_GE_TAKES_THE_EQUAL("date"),
  DATE_GT_OVERLAPS("date"),
  DATE_OPEN_ENDS("date"),
  NUMBER_HAS_ITS_PRECISION("number"),
  NUMBER_AP_IS_A_TENTH("number"),
  QUANTITY_UNIT_COUNTS("quantity"),
  QUANTITY_UNITS_CONVERT("quantity"),
  QUANTITY_COMPARATOR_OPENS("quantity"),
  REFERENCE_TYPE_COUNTS("reference"),
  REFERENCE_IDENTIFIER("reference"),
  CANONICAL_WITHOUT_VERSION("reference"),
  URI_BELOW("uri"),
  URI_ABOVE("uri"),
  MISSING("token"),
  COMMAS_ARE_ALTERNATIVES("and-or"),
  PARAMETERS_ALL_HOLD("and-or"),
  COMPOSITE_IN_ONE_ELEMENT("composite"),
  CHAIN_TYPE_COUNTS("chain"),
  CHAIN_FOLLOWS_ALL_STEPS("chain"),
  HAS_NEEDS_ITS_PARAMETER("has"),
  INCLUDE_ITERATES("include"),
  INCLUDE_TARGET_COUNTS("include"),
  REVINCLUDE("include"),
  SORT_DESCENDING("sort"),
  SORT_SECOND_KEY("sort"),
  SORT_MISSING_LAST("sort"),
  SORT_FIRST_IN_ORDER("sort"),
  LAST_UPDATED("meta"),
  META_IS_SEARCHED("meta");

  private final String group;

  Rule(String group) {
    this.group = group;
  }

  /** Heading of the questions that are about it. */
  public String group() {
    return group;
  }
}
