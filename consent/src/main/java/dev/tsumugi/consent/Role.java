package dev.tsumugi.consent;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** In which capacity somebody asks: the words of the token's {@code hub_roles}. */
public enum Role {
  RESIDENT("resident"),
  PHYSICIAN("physician"),
  NURSE("nurse"),
  PHARMACIST("pharmacist"),
  CREW("crew"),
  FACILITY("facility"),
  EMERGENCY_DESK("emergency-desk"),
  REGISTRAR("registrar"),
  OFFICER("officer"),
  OPERATOR("operator"),
  CUSTODIAN("custodian");

  private static final Map<String, Role> BY_CODE =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(Role::code, Function.identity()));

  private final String code;

  Role(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  public static Optional<Role> of(String code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  /** What this role asks for when it does not say. */
  public Purpose usualPurpose() {
    return RoleTable.STANDARD.usualPurpose(this);
  }

  /** Whether this role may name {@code purpose} as its own. */
  public boolean mayState(Purpose purpose) {
    return RoleTable.STANDARD.row(this, purpose) != null;
  }
}
