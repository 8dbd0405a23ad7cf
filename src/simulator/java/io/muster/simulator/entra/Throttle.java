package io.muster.simulator.entra;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Limits;
import io.muster.simulator.Limits.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Counts resource units and writes as Graph publishes them for the identity service. */
final class Throttle {
  private static final int WRITES = 3000;
  private static final Duration WRITES_IN = Duration.ofSeconds(150);
  private static final double TOLD_FROM = 0.8;
  private static final Pattern MEMBER_OF = Pattern.compile("/(transitiveM|m)emberOf$");

  private final EntraOptions options;
  private final Clock clock;
  private final Limits units;
  private final Limits writes;

  Throttle(EntraOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
    this.units = Limits.fixed(clock, Duration.ofSeconds(10));
    this.writes = Limits.fixed(clock, WRITES_IN);
  }

  /** The answer, or another one if there were too many calls. */
  Answer through(Call call, java.util.function.Supplier<Answer> answer) {
    int cost = cost(call);
    var verdict = take(cost);
    if (!verdict.allowed()) {
      return tooMany(verdict, "ResourceUnitLimitExceeded");
    }
    if (!call.method().equals("GET")) {
      var written = writes.take("writes", WRITES);
      if (!written.allowed()) {
        return tooMany(written, "WriteLimitExceeded");
      }
    }
    var shown = answer.get().and("x-ms-resource-unit", Integer.toString(cost));
    double used = 1 - (double) verdict.remaining() / verdict.limit();
    return used < TOLD_FROM
        ? shown
        : shown.and("x-ms-throttle-limit-percentage", String.format(Locale.ROOT, "%.1f", used));
  }

  private Verdict take(int cost) {
    var verdict = units.take("units", options.unitsPerTenSeconds());
    for (int unit = 1; unit < cost; unit++) {
      verdict = units.take("units", options.unitsPerTenSeconds());
    }
    return verdict;
  }

  /** A list costs more than a thing, and what was selected or is short costs less. */
  private static int cost(Call call) {
    if (!call.method().equals("GET")) {
      return 1;
    }
    int cost = base(call.path());
    cost -= call.parameter("$select").isPresent() ? 1 : 0;
    cost += call.parameter("$expand").isPresent() ? 1 : 0;
    cost -= call.parameter("$top").filter(top -> Integer.parseInt(top) < 20).isPresent() ? 1 : 0;
    return Math.max(1, cost);
  }

  private static int base(String path) {
    if (path.endsWith("/transitiveMembers")) {
      return 5;
    }
    if (path.endsWith("/members")) {
      return 3;
    }
    return path.endsWith("/users") || MEMBER_OF.matcher(path).find() ? 2 : 1;
  }

  private Answer tooMany(Verdict verdict, String information) {
    var scope =
        "Tenant_Application/ReadWrite/%s/%s".formatted(options.clientId(), options.tenant());
    return Shapes.error(429, "TooManyRequests", "Too many requests.", List.of())
        .and("Retry-After", Long.toString(verdict.secondsFrom(clock.instant())))
        .and("x-ms-throttle-scope", scope)
        .and("x-ms-throttle-information", information)
        .and("x-ms-throttle-limit-percentage", "1.0");
  }
}
