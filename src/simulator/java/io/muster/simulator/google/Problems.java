package io.muster.simulator.google;

import io.muster.simulator.Answer;
import io.muster.simulator.Refusal;
import java.util.List;
import java.util.Map;

/** How Google says no. */
final class Problems {
  private Problems() {}

  static Refusal notFound(String what) {
    return new Refusal(error(404, "global", "notFound", "Resource Not Found: " + what));
  }

  static Refusal invalid(String what) {
    return new Refusal(error(400, "global", "invalid", "Invalid Input: " + what));
  }

  static Refusal required(String what) {
    return new Refusal(error(400, "global", "required", "Missing required field: " + what));
  }

  static Refusal duplicate(String message) {
    return new Refusal(error(409, "global", "duplicate", message));
  }

  static Refusal forbidden() {
    return new Refusal(
        error(403, "global", "forbidden", "Not Authorized to access this resource/api"));
  }

  static Refusal notComplete() {
    return new Refusal(error(412, "global", "conditionNotMet", "User creation is not complete."));
  }

  static Refusal noLicence() {
    return new Refusal(
        error(412, "global", "conditionNotMet", "Insufficient archived user licenses"));
  }

  static Refusal deletedLately() {
    return new Refusal(
        error(
            412,
            "global",
            "conditionNotMet",
            "The user with this address was deleted in the last 20 days."));
  }

  static Refusal shutForAbuse() {
    return new Refusal(error(412, "global", "conditionNotMet", "User is suspended due to abuse."));
  }

  static Answer noToken() {
    return error(401, "global", "authError", "Invalid Credentials")
        .and("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\"");
  }

  static Answer tooMany(GoogleOptions.TooMuch how) {
    return how == GoogleOptions.TooMuch.TOO_MANY_429
        ? error(429, "usageLimits", "rateLimitExceeded", "Rate Limit Exceeded")
        : detailed("usageLimits", "quotaExceeded", "Quota exceeded.", "RATE_LIMIT_EXCEEDED");
  }

  static Answer scopeMissing() {
    return detailed(
        "global",
        "insufficientPermissions",
        "Request had insufficient authentication scopes.",
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
  }

  static Answer apiOff(String api, String service) {
    return detailed(
        "usageLimits",
        "accessNotConfigured",
        ("%s has not been used in project 123456789 before or it is disabled. Enable it by visiting"
                + " https://console.developers.google.com/apis/api/%s/overview?project=123456789"
                + " then retry.")
            .formatted(api, service),
        "SERVICE_DISABLED");
  }

  static Refusal noDomain() {
    return new Refusal(error(404, "global", "notFound", "Domain not found."));
  }

  private static Answer detailed(String domain, String reason, String message, String info) {
    return Answer.json(
        403,
        Map.of(
            "error",
            Map.of(
                "code",
                403,
                "message",
                message,
                "errors",
                List.of(Map.of("domain", domain, "reason", reason, "message", message)),
                "status",
                "PERMISSION_DENIED",
                "details",
                List.of(
                    Map.of(
                        "@type",
                        "type.googleapis.com/google.rpc.ErrorInfo",
                        "reason",
                        info,
                        "domain",
                        "googleapis.com",
                        "metadata",
                        Map.of())))));
  }

  static Answer error(int status, String domain, String reason, String message) {
    return Answer.json(
        status,
        Map.of(
            "error",
            Map.of(
                "code",
                status,
                "message",
                message,
                "errors",
                List.of(Map.of("domain", domain, "reason", reason, "message", message)))));
  }
}
