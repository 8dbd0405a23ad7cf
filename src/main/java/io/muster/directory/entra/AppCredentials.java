package io.muster.directory.entra;

import io.jsonwebtoken.Jwts;
import io.muster.directory.entra.EntraProperties.Connection;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.remote.RetryAfter;
import io.muster.remote.TokenEndpoint;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An app registration that gets short-lived tokens for its secret or its certificate.
 *
 * <p>One form and one answer: done here, tokens are asked for on the service's own clock, and over
 * plain http to a simulator on this machine.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">
 *     Entra's client credentials</a>
 */
final class AppCredentials {
  private static final Duration ASSERTION_LASTS = Duration.ofMinutes(5);

  private final String name;
  private final Connection connection;
  private final String clientId;
  private final @Nullable AppCertificate certificate;
  private final TokenEndpoint endpoint;
  private final Clock clock;
  private final EntraRateLimitHeaders vitals;
  private @Nullable AppToken token;

  AppCredentials(
      String name,
      Connection connection,
      OutboundCallGuard gate,
      EntraRateLimitHeaders vitals,
      Clock clock) {
    this.name = name;
    this.connection = connection;
    this.clientId = connection.clientId() == null ? "" : connection.clientId();
    var pem = connection.certificate();
    this.certificate = pem == null || pem.isBlank() ? null : AppCertificate.of(pem);
    this.endpoint =
        new TokenEndpoint(
            new TokenEndpoint.Vendor("Entra", name),
            connection.tokenEndpoint(),
            new TokenEndpoint.Timeouts(connection.connectTimeout(), connection.answerTimeout()),
            gate);
    this.vitals = vitals;
    this.clock = clock;
  }

  /**
   * What goes into the header Authorization.
   *
   * @throws RemoteFailure if it cannot be had
   */
  synchronized String authorization() {
    var current = token;
    if (current == null || current.access().isDue(clock.instant())) {
      current = fetch();
      token = current;
    }
    return "Bearer " + current.access().value().reveal();
  }

  /**
   * A new token, however good the old one still is; it is the one that counts from now on.
   *
   * @throws RemoteFailure if it cannot be had; the old one stays
   */
  synchronized AppToken renewed() {
    var fresh = fetch();
    token = fresh;
    return fresh;
  }

  /** The certificate the app proves itself with, unless it does so with a secret. */
  Optional<X509Certificate> certificate() {
    return Optional.ofNullable(certificate).map(AppCertificate::certificate);
  }

  /** Forgets a token that Graph no longer accepts. */
  synchronized void renew() {
    token = null;
  }

  /** Where a person mends them, for error messages. */
  String remedy() {
    return "See in Entra under App registrations that the app is there and its %s has not ended, then check tenant-id, client-id and %s under %s%s"
        .formatted(
            certificate == null ? "client secret" : "certificate",
            certificate == null ? "client-secret" : "certificate",
            EntraProperties.PREFIX,
            name);
  }

  private AppToken fetch() {
    var answer = endpoint.ask(form(), Map.of());
    vitals.sawDate(answer.headers().firstValue("Date").orElse(null));
    if (answer.status() != 200) {
      throw failure(answer);
    }
    return new AppToken(endpoint.token(answer, clock.instant()));
  }

  private Map<String, String> form() {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", clientId);
    form.put("scope", connection.scope());
    if (certificate == null) {
      form.put(
          "client_secret",
          connection.clientSecret() == null ? "" : connection.clientSecret().reveal());
    } else {
      form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
      form.put("client_assertion", assertion(certificate));
    }
    return form;
  }

  /** Entra wants one audience as a text, which the library would rather write as a list. */
  @SuppressWarnings("deprecation")
  private String assertion(AppCertificate own) {
    var now = clock.instant();
    var ended = own.certificate().getNotAfter().toInstant();
    if (now.isAfter(ended)) {
      throw new Misconfigured(
          "Our certificate for Entra (%s) ended on %s. Add a new one to the app in Entra under App registrations, Certificates & secrets, and set %s%1$s.certificate to it."
              .formatted(name, ended, EntraProperties.PREFIX));
    }
    return Jwts.builder()
        .header()
        .type("JWT")
        .x509Sha256Thumbprint(thumbprint(own))
        .and()
        .issuer(clientId)
        .subject(clientId)
        .audience()
        .single(endpoint.url().toString())
        .notBefore(Date.from(now))
        .issuedAt(Date.from(now))
        .expiration(Date.from(now.plus(ASSERTION_LASTS)))
        .id(UUID.randomUUID().toString())
        .signWith(own.key(), Jwts.SIG.PS256)
        .compact();
  }

  private static byte[] thumbprint(AppCertificate own) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(own.certificate().getEncoded());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a certificate that cannot be written", impossible);
    }
  }

  private RemoteFailure failure(TokenEndpoint.Answer answer) {
    int status = answer.status();
    if (status == 429 || status == 408 || status >= 500) {
      return Unavailable.turnedAway(
          "Entra (%s) gives us no token for now (%d).".formatted(name, status),
          null,
          answer
              .headers()
              .firstValue("Retry-After")
              .flatMap(after -> RetryAfter.ends(after, clock))
              .orElse(null));
    }
    return new Misconfigured(
        "Entra (%s) gives us no token (%d)%s. %s."
            .formatted(
                name, status, reason(answer.body().path("error_codes").path(0).asInt()), remedy()));
  }

  private static String reason(int code) {
    return switch (code) {
      case 0 -> "";
      case 7000215 -> ": the client secret is wrong (AADSTS7000215)";
      case 7000222 -> ": the client secret has ended (AADSTS7000222)";
      case 700027 -> ": it does not know our certificate, or it has ended (AADSTS700027)";
      case 700024 -> ": our clock and Entra's differ too much (AADSTS700024)";
      case 700016 -> ": there is no app of this client id (AADSTS700016)";
      case 90002 -> ": there is no such tenant (AADSTS90002)";
      default -> " (AADSTS" + code + ")";
    };
  }
}
