package io.muster.directory.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.Response;

/**
 * An answer that is not what was asked for, caught before the SDK sees it: of a body it cannot read
 * the SDK loses the status too.
 */
final class ErrorAnswer extends RuntimeException {
  private static final int LONGEST_BODY = 64 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final int status;
  private final Optional<String> retryAfter;
  private final transient JsonNode body;

  private ErrorAnswer(int status, Optional<String> retryAfter, JsonNode body) {
    super("answer " + status, null, false, false);
    this.status = status;
    this.retryAfter = retryAfter;
    this.body = body;
  }

  /** Reads as much of it as is of use. */
  static ErrorAnswer of(Response response) {
    return new ErrorAnswer(
        response.code(), Optional.ofNullable(response.header("Retry-After")), body(response));
  }

  private static JsonNode body(Response response) {
    try {
      return JSON.readTree(response.peekBody(LONGEST_BODY).string());
    } catch (IOException notJson) {
      return MissingNode.getInstance();
    }
  }

  int status() {
    return status;
  }

  /** As it was sent: seconds, or a date. */
  Optional<String> retryAfter() {
    return retryAfter;
  }

  /** Graph's code, the innermost too; empty if it is not Graph that speaks. */
  String code() {
    return error().path("code").asText();
  }

  /** Graph's codes, the inner ones and those of the details included. */
  Set<String> codes() {
    var codes = new TreeSet<String>();
    add(codes, error());
    error().path("details").forEach(detail -> add(codes, detail));
    for (var inner = error().path("innerError");
        inner.isObject();
        inner = inner.path("innerError")) {
      add(codes, inner);
    }
    return codes;
  }

  private static void add(Set<String> codes, JsonNode part) {
    var code = part.path("code").asText();
    if (!code.isBlank()) {
      codes.add(code);
    }
  }

  /** What Graph says is wrong. */
  String message() {
    return error().path("message").asText();
  }

  /** True if Graph itself says that the thing is not there; a wrong address says so otherwise. */
  boolean gone() {
    return status == 404 && !code().isEmpty();
  }

  /** True if something else holds a name that has to be unique. */
  boolean taken() {
    var detailed = false;
    for (var detail : error().path("details")) {
      detailed |= detail.path("code").asText().equals("ObjectConflict");
    }
    return (status == 400 || status == 409) && (detailed || message().contains("already exist"));
  }

  /** True if Graph no longer knows what has changed since a mark. */
  boolean forgotten() {
    var inner = error().path("innerError").path("code").asText();
    return status == 410
        || (status >= 400 && status < 500 && (isForgetting(code()) || isForgetting(inner)));
  }

  private static boolean isForgetting(String code) {
    return code.equalsIgnoreCase("syncStateNotFound")
        || code.toLowerCase(java.util.Locale.ROOT).startsWith("resync");
  }

  private JsonNode error() {
    return body.path("error");
  }
}
