package io.muster.directory.google;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came back when a token was asked for.
 *
 * @param status the HTTP status
 * @param body as JSON; a missing node if it was none
 * @param retryAfter how long to wait, if that was said
 * @see <a
 *     href="https://developers.google.com/identity/protocols/oauth2/service-account#jwt-error-codes">
 *     what Google says and what is meant</a>
 */
record TokenAnswer(int status, JsonNode body, @Nullable String retryAfter) {
  private static final int LONGEST_QUOTE = 200;

  /** What it means for us. */
  enum Meaning {
    GIVEN,
    /** The administrators have not allowed the client id one of the scopes, or any. */
    SCOPE_NOT_ALLOWED,
    /** The key was deleted or disabled; the account may be well. */
    KEY_UNKNOWN,
    /** The service account itself was deleted or disabled. */
    ACCOUNT_UNKNOWN,
    /** Nobody active bears the address in whose name we act. */
    ADMIN_UNKNOWN,
    /** We say that it is another time than Google does. */
    CLOCK_WRONG,
    /** A later try may succeed. */
    LATER,
    OTHERWISE
  }

  Meaning meaning() {
    if (status == 200) {
      return Meaning.GIVEN;
    }
    if (status == 429 || status >= 500 || status == 408) {
      return Meaning.LATER;
    }
    return switch (body.path("error").asText()) {
      case "unauthorized_client" -> Meaning.SCOPE_NOT_ALLOWED;
      case "disabled_client", "deleted_client" -> Meaning.ACCOUNT_UNKNOWN;
      case "invalid_grant" -> grant(said().toLowerCase(Locale.ROOT));
      default -> Meaning.OTHERWISE;
    };
  }

  /** One code stands for all of these; only the text beside it tells them apart. */
  private static Meaning grant(String said) {
    if (said.contains("signature")) {
      return Meaning.KEY_UNKNOWN;
    }
    if (said.contains("account not found") || said.contains("account_not_found")) {
      return Meaning.ACCOUNT_UNKNOWN;
    }
    if (List.of("email or user id", "valid email", "user not found").stream()
        .anyMatch(said::contains)) {
      return Meaning.ADMIN_UNKNOWN;
    }
    return said.contains("timeframe") || said.contains("iat and exp")
        ? Meaning.CLOCK_WRONG
        : Meaning.OTHERWISE;
  }

  private String said() {
    return body.path("error_description").asText();
  }

  /** What Google says is wrong, cut short. */
  String quote() {
    var said = said();
    return said.isBlank()
        ? ""
        : ", saying \"" + said.substring(0, Math.min(said.length(), LONGEST_QUOTE)) + "\"";
  }
}
