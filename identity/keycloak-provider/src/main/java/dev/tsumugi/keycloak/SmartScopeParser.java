package dev.tsumugi.keycloak;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.rar.parsers.ClientScopeAuthorizationRequestParser;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.rar.AuthorizationRequestContext;
import org.keycloak.rar.AuthorizationRequestSource;
import org.keycloak.representations.AuthorizationDetailsJSONRepresentation;

/**
 * Understands any SMART scope without a client scope for each combination: all scopes of one level
 * stand on one base scope ({@code smart-patient}, {@code smart-user}, {@code smart-system}).
 *
 * <p>A scope that is refused is left out; Keycloak then answers {@code invalid_scope}, at every
 * endpoint alike, because every endpoint asks this parser. {@link RefusedScopes} says which.
 */
final class SmartScopeParser extends ClientScopeAuthorizationRequestParser {
  /** Client attribute: the most letters this client may ask for; absent means all of them. */
  static final String LETTERS_ATTRIBUTE = "tsumugi.scope.letters";

  private static final Logger LOG = Logger.getLogger(SmartScopeParser.class);
  private static final Set<String> BASE_NAMES =
      Stream.of(SmartScope.Level.values())
          .map(SmartScope.Level::baseScope)
          .collect(Collectors.toUnmodifiableSet());

  private final KeycloakSession session;

  SmartScopeParser(KeycloakSession session) {
    super(session);
    this.session = session;
  }

  @Override
  public AuthorizationRequestContext parseScopes(
      @Nullable UserModel user, ClientModel client, @Nullable String scopeParam) {
    Sorted sorted = sort(user, client, scopeParam);
    AuthorizationRequestContext context =
        super.parseScopes(
            user, client, scopeParam == null ? null : String.join(" ", sorted.ordinary()));
    List<AuthorizationDetails> details = new ArrayList<>();
    for (AuthorizationDetails detail : context.getAuthorizationDetailEntries()) {
      // A base scope that someone made a default one would stand in the token by its bare name.
      if (!isBaseName(detail.getClientScope().getName())) {
        details.add(detail);
      }
    }
    details.addAll(granted(user, client, sorted.smart()));
    details.addAll(sorted.launch());

    Set<String> known = new LinkedHashSet<>();
    details.forEach(d -> known.add(d.getAuthorizationDetails().getScopeNameFromCustomData()));
    List<String> refused =
        ContextSeals.words(scopeParam).stream()
            .distinct()
            .filter(text -> !known.contains(text) && !text.equals(OAuth2Constants.SCOPE_OPENID))
            .toList();
    return new AuthorizationRequestContext(
        new RefusedScopes(session).told(client, scopeParam, refused, details));
  }

  private record Sorted(
      List<String> ordinary, List<SmartScope> smart, List<AuthorizationDetails> launch) {}

  private Sorted sort(@Nullable UserModel user, ClientModel client, @Nullable String scopeParam) {
    Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    if (scopeParam == null) {
      return sorted;
    }
    for (String text : new LinkedHashSet<>(List.of(scopeParam.split(" ", -1)))) {
      SmartScope.Reading reading = SmartScope.read(text);
      if (reading instanceof SmartScope.Read read) {
        sorted.smart().add(read.scope());
      } else if (reading instanceof SmartScope.Faulty faulty) {
        LOG.debugf("client %s: scope %s refused: %s", client.getClientId(), text, faulty.fault());
      } else if (SealedContext.isMeant(text)) {
        launchContext(user, client, text)
            .filter(launch -> sorted.launch().isEmpty())
            .ifPresent(sorted.launch()::add);
      } else if (!isBaseName(text)) {
        sorted.ordinary().add(text);
      }
    }
    return sorted;
  }

  /**
   * A sealed context counts where it comes out of a code, a refresh token or a sign-on under way,
   * for the user and client it was sealed for. What a client sends itself never counts, not even a
   * word it found in its own refresh token.
   */
  private Optional<AuthorizationDetails> launchContext(
      @Nullable UserModel user, ClientModel client, String text) {
    var seals = new ContextSeals(session);
    if (!seals.isOurs(text) && new RefusedScopes(session).isSentByClient(text)) {
      return Optional.empty();
    }
    return seals
        .open(text)
        .filter(one -> one.client().equals(client.getId()))
        .filter(one -> user == null || one.user().equals(user.getId()))
        .map(one -> KeycloakModelUtils.getClientScopeByName(client.getRealm(), SealedContext.SCOPE))
        .map(base -> detailsOf(text, base));
  }

  private static boolean isBaseName(String name) {
    // Keycloak compares scope names without case.
    return BASE_NAMES.contains(name.toLowerCase(Locale.ROOT));
  }

  private static List<AuthorizationDetails> granted(
      @Nullable UserModel user, ClientModel client, List<SmartScope> smart) {
    if (smart.isEmpty()) {
      return List.of();
    }
    Map<SmartScope.Level, ClientScopeModel> bases = baseScopesOf(client);
    ScopePolicy policy = new ScopePolicy(kindOf(user, client), bases.keySet(), capOf(client));
    List<AuthorizationDetails> granted = new ArrayList<>();
    for (SmartScope scope : smart) {
      Optional<ScopePolicy.Refusal> refusal = policy.refusalOf(scope);
      ClientScopeModel base = bases.get(scope.level());
      if (refusal.isPresent() || base == null) {
        LOG.debugf("client %s: scope %s refused: %s", client.getClientId(), scope.text(), refusal);
      } else {
        granted.add(detailsOf(scope.text(), base));
      }
    }
    return granted;
  }

  private static Map<SmartScope.Level, ClientScopeModel> baseScopesOf(ClientModel client) {
    Map<String, ClientScopeModel> optional = client.getClientScopes(false);
    Map<SmartScope.Level, ClientScopeModel> bases = new EnumMap<>(SmartScope.Level.class);
    for (SmartScope.Level level : SmartScope.Level.values()) {
      ClientScopeModel base = optional.get(level.baseScope());
      if (base != null) {
        bases.put(level, base);
      }
    }
    return bases;
  }

  private static ScopePolicy.Kind kindOf(@Nullable UserModel user, ClientModel client) {
    if (client.isPublicClient()) {
      return ScopePolicy.Kind.PUBLIC;
    }
    if (user != null) {
      return user.getServiceAccountClientLink() == null
          ? ScopePolicy.Kind.CONFIDENTIAL
          : ScopePolicy.Kind.SYSTEM;
    }
    boolean forUsers =
        client.isStandardFlowEnabled()
            || client.isImplicitFlowEnabled()
            || client.isDirectAccessGrantsEnabled();
    if (!client.isServiceAccountsEnabled()) {
      return ScopePolicy.Kind.CONFIDENTIAL;
    }
    return forUsers ? ScopePolicy.Kind.BOTH : ScopePolicy.Kind.SYSTEM;
  }

  private static String capOf(ClientModel client) {
    String cap = client.getAttribute(LETTERS_ATTRIBUTE);
    return cap == null ? "cruds" : cap;
  }

  static AuthorizationDetails detailsOf(String text, ClientScopeModel base) {
    var json = new AuthorizationDetailsJSONRepresentation();
    json.setType(AuthorizationDetailsJSONRepresentation.STATIC_SCOPE_RAR_TYPE);
    json.setCustomData("access", List.of(text));
    if (base.isParameterizedScope()) {
      // Consent is then kept for each scope, not once for all that stand on the base.
      json.setType(AuthorizationDetailsJSONRepresentation.PARAMETERIZED_SCOPE_RAR_TYPE);
      json.setCustomData("scope_parameter", text);
    }
    return new AuthorizationDetails(base, AuthorizationRequestSource.SCOPE, json);
  }
}
