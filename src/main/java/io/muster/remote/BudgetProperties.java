package io.muster.remote;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many calls each connection may make.
 *
 * @param connections the limits by the name of the connection. What is not said here is as the
 *     vendor publishes it: Hexnode's 30 calls a minute, and 10 a day for each managed device (see
 *     {@code muster.hexnode.limits}), Google's 2,400 a minute for one administrator, and 1,200 a
 *     minute for Entra, which is its limit of writes; for a vendor that tells its limits with every
 *     answer, as Okta does, there is none
 */
@ConfigurationProperties("muster.budgets")
public record BudgetProperties(@DefaultValue Map<String, Limits> connections) {
  public BudgetProperties {
    connections = Map.copyOf(connections);
    connections.forEach((name, limits) -> limits.check("muster.budgets.connections." + name));
  }

  /**
   * The limits of one connection.
   *
   * @param perMinute calls in any minute; default as published by the vendor, or no limit
   * @param perDay calls in any 24 hours; default as published by the vendor, or no limit
   */
  public record Limits(@Nullable Integer perMinute, @Nullable Integer perDay) {
    /** No limit at all. */
    public static final Limits NONE = new Limits(null, null);

    private void check(String where) {
      if ((perMinute != null && perMinute < 1) || (perDay != null && perDay < 1)) {
        throw new IllegalArgumentException(
            where + ": per-minute and per-day are 1 or more; nothing works without calls");
      }
    }
  }
}
