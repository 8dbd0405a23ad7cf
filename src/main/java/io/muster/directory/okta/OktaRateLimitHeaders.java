package io.muster.directory.okta;

import java.util.Optional;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What the headers of the last answer said about the org itself. */
final class OktaRateLimitHeaders {
  private volatile @Nullable String date;
  private volatile @Nullable Allowance allowance;

  /** How many calls of a kind are allowed in a minute, and left in this one. */
  record Allowance(int limit, int left) {}

  void saw(HttpResponse answer) {
    date = text(answer, "Date");
    var limit = text(answer, "X-Rate-Limit-Limit");
    var left = text(answer, "X-Rate-Limit-Remaining");
    if (isNumber(limit) && isNumber(left)) {
      allowance = new Allowance(Integer.parseInt(limit), Integer.parseInt(left));
    }
  }

  @Nullable String date() {
    return date;
  }

  Optional<Allowance> allowance() {
    return Optional.ofNullable(allowance);
  }

  private static boolean isNumber(@Nullable String text) {
    return text != null && text.matches("\\d{1,9}");
  }

  private static @Nullable String text(HttpResponse answer, String name) {
    var header = answer.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }
}
