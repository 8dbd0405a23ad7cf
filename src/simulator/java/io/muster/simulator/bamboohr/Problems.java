package io.muster.simulator.bamboohr;

import io.muster.simulator.Answer;
import io.muster.simulator.Refusal;
import java.util.List;
import java.util.Map;

/** The shapes in which BambooHR says no; there is no common one. */
final class Problems {
  private Problems() {}

  /** Most of the older calls: no body, and the reason in a header. */
  static Refusal plain(int status, String reason) {
    return new Refusal(Answer.empty(status).and("X-BambooHR-Error-Message", reason));
  }

  /** The list of employees. */
  static Refusal coded(int status, String code, String message) {
    return new Refusal(
        Answer.json(status, Map.of("error", Map.of("code", code, "message", message))));
  }

  /** Webhooks. */
  static Refusal listed(int status, String... errors) {
    return new Refusal(
        Answer.json(
            status,
            Map.of(
                "errors", List.of(errors).stream().map(error -> Map.of("error", error)).toList())));
  }

  /** Datasets. */
  static Refusal described(int status, String title, String detail) {
    return new Refusal(
        Answer.json(
            status,
            Map.of("type", "about:blank", "title", title, "status", status, "detail", detail)));
  }
}
