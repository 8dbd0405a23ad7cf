package io.muster.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Gives tokens to the app, for its secret or its certificate, and knows them again. */
final class Logins {
  private static final Duration LASTS = Duration.ofMinutes(65);
  private static final String BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final EntraOptions options;
  private final Clock clock;
  private final Map<String, Instant> tokens = new HashMap<>();
  private final Set<String> usedUp = new HashSet<>();
  private String secret;
  private boolean secretRevoked;
  private boolean secretEnded;
  private boolean sealed;

  Logins(EntraOptions options, Clock clock) {
    this.options = options;
    this.secret = options.secret();
    this.clock = clock;
  }

  static boolean isMeant(Call call) {
    return call.path().endsWith("/oauth2/v2.0/token");
  }

  void revokeTokens() {
    tokens.clear();
  }

  /** The secret is no longer one, and no token got for it is good. */
  void revokeSecret() {
    secretRevoked = true;
    revokeTokens();
  }

  void endSecret() {
    secretEnded = true;
    revokeTokens();
  }

  void makeSecret(String another) {
    secret = another;
    renewSecret();
  }

  void renewSecret() {
    secretRevoked = false;
    secretEnded = false;
  }

  /** From now on nobody but Graph can read what is in a token. */
  void sealTokens() {
    sealed = true;
  }

  boolean accept(Call call) {
    var authorization = call.header("authorization").orElse("");
    var until =
        authorization.startsWith("Bearer ")
            ? tokens.get(authorization.substring("Bearer ".length()))
            : null;
    return until != null && until.isAfter(clock.instant());
  }

  Answer give(Call call) {
    if (!call.path().equals("/" + options.tenant() + "/oauth2/v2.0/token")) {
      return error(400, "invalid_request", 90002, "Tenant not found.");
    }
    var form = call.form();
    if (!options.clientId().equals(form.get("client_id"))) {
      return error(400, "unauthorized_client", 700016, "Application was not found.");
    }
    if (!"client_credentials".equals(form.get("grant_type"))) {
      return error(400, "unsupported_grant_type", 70003, "Unsupported grant type.");
    }
    if (!form.getOrDefault("scope", "").equals(call.origin() + "/.default")) {
      return error(400, "invalid_scope", 70011, "The scope is not valid.");
    }
    if (form.containsKey("client_assertion")) {
      return proven(call, form)
          ? token()
          : error(401, "invalid_client", 700027, "Client assertion has an invalid signature.");
    }
    if (secretEnded) {
      return error(401, "invalid_client", 7000222, "The client secret keys are expired.");
    }
    return !secretRevoked && secret.equals(form.get("client_secret"))
        ? token()
        : error(401, "invalid_client", 7000215, "Invalid client secret provided.");
  }

  private Answer token() {
    var token = sealed ? UUID.randomUUID().toString() : readable();
    tokens.put(token, clock.instant().plus(LASTS));
    return Answer.json(
        200,
        Map.of(
            "token_type",
            "Bearer",
            "expires_in",
            LASTS.toSeconds(),
            "ext_expires_in",
            LASTS.toSeconds(),
            "access_token",
            token));
  }

  /** A token that says what the app was granted. */
  private String readable() {
    var claims = JSON.createObjectNode();
    claims.put("appid", options.clientId());
    claims.put("tid", options.tenant());
    options.permissions().forEach(claims.withArray("roles")::add);
    return String.join(
        ".",
        encoded("{\"typ\":\"JWT\"}"),
        encoded(claims.toString()),
        encoded(UUID.randomUUID().toString()));
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** True if the app's own certificate signed this, for us, just now, and for the first time. */
  private boolean proven(Call call, Map<String, String> form) {
    var certificate = options.certificate();
    var parts = form.getOrDefault("client_assertion", "").split("\\.", -1);
    if (certificate == null
        || parts.length != 3
        || !BEARER.equals(form.get("client_assertion_type"))
        || clock.instant().isAfter(certificate.getNotAfter().toInstant())) {
      return false;
    }
    try {
      var header = json(parts[0]);
      var claims = json(parts[1]);
      var thumbprint = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      var signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      signature.initVerify(certificate.getPublicKey());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      var until = Instant.ofEpochSecond(claims.path("exp").asLong());
      return header.path("alg").asText().equals("PS256")
          && MessageDigest.isEqual(decoded(header.path("x5t#S256").asText()), thumbprint)
          && signature.verify(decoded(parts[2]))
          && claims.path("aud").isTextual()
          && claims.path("aud").asText().equals(call.origin() + call.path())
          && claims.path("iss").asText().equals(options.clientId())
          && claims.path("sub").asText().equals(options.clientId())
          && until.isAfter(clock.instant())
          && !until.isAfter(clock.instant().plus(Duration.ofMinutes(10)))
          && usedUp.add(claims.path("jti").asText());
    } catch (GeneralSecurityException | IOException | IllegalArgumentException unreadable) {
      return false;
    }
  }

  private static JsonNode json(String part) throws IOException {
    return JSON.readTree(decoded(part));
  }

  private static byte[] decoded(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  private static Answer error(int status, String name, int code, String text) {
    return Answer.json(
        status,
        Map.of(
            "error",
            name,
            "error_description",
            "AADSTS" + code + ": " + text,
            "error_codes",
            List.of(code)));
  }
}
