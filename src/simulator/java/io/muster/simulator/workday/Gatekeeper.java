package io.muster.simulator.workday;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.w3c.dom.Document;

/** Who may ask: by password in a header or in the message, or by a token. */
final class Gatekeeper {
  private static final Duration LASTS = Duration.ofHours(1);

  private final WorkdayOptions options;
  private final Clock clock;
  private final Map<String, Instant> tokens = new HashMap<>();
  private String password;

  Gatekeeper(WorkdayOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
    this.password = options.password();
  }

  void change(String newPassword) {
    password = newPassword;
  }

  void endTokens() {
    tokens.clear();
  }

  /** Answers a request for a token. */
  Answer give(Call call, String client, String secret, String refreshToken) {
    var form = call.form();
    if (!header(call).equals(client + ":" + secret)) {
      return Answer.json(401, Map.of("error", "invalid_client"));
    }
    if (!"refresh_token".equals(form.get("grant_type"))
        || !refreshToken.equals(form.get("refresh_token"))) {
      return Answer.json(400, Map.of("error", "invalid_grant"));
    }
    var token = UUID.randomUUID().toString();
    tokens.put(token, clock.instant().plus(LASTS));
    return Answer.json(
        200,
        Map.of("access_token", token, "token_type", "Bearer", "expires_in", LASTS.toSeconds()));
  }

  /** For reports, which know the header only. */
  void admit(Call call) {
    if (!byHeader(call)) {
      throw new Refusal(
          Answer.json(401, Map.of("error", "invalid username or password"))
              .and("WWW-Authenticate", "Basic realm=\"" + options.tenant() + "\""));
    }
  }

  /** For messages, which may hold a user name and a password themselves. */
  void admit(Call call, Document message) {
    var token = Soap.first(message, "UsernameToken");
    boolean good =
        token.isPresent()
            ? (options.user() + "@" + options.tenant())
                    .equals(Soap.text(token.get(), "Username").orElse(""))
                && password.equals(
                    Soap.first(token.get(), "Password").map(it -> it.getTextContent()).orElse(""))
            : byHeader(call);
    if (!good) {
      throw new Refusal(
          options.faultForCredentials()
              ? Soap.fault(
                  "SOAP-ENV:Client.authenticationError", "invalid username or password", null)
              : new Answer(401, Map.of("Content-Type", List.of("text/html")), "Unauthorized"));
    }
  }

  private boolean byHeader(Call call) {
    var authorization = call.header("authorization").orElse("");
    if (authorization.startsWith("Bearer ")) {
      var until = tokens.get(authorization.substring("Bearer ".length()));
      return until != null && until.isAfter(clock.instant());
    }
    var said = header(call);
    return said.equals(options.user() + ":" + password)
        || said.equals(options.user() + "@" + options.tenant() + ":" + password);
  }

  private static String header(Call call) {
    var authorization = call.header("authorization").orElse("");
    if (!authorization.startsWith("Basic ")) {
      return "";
    }
    try {
      return new String(
          Base64.getDecoder().decode(authorization.substring("Basic ".length())),
          StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }
}
