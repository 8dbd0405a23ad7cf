package io.muster.remote;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many calls each connection may make.
 *
 * @param connections the limits by the name of the connection; default none, and a connection that
 *     is not named is not limited
 */
@ConfigurationProperties("muster.budgets")
public record BudgetProperties(@DefaultValue Map<String, Limits> connections) {
  /**
   * The limits of one connection.
   *
   * @param perMinute calls in any minute; default no limit
   * @param perDay calls in any 24 hours; default no limit
   */
  public record Limits(@Nullable Integer perMinute, @Nullable Integer perDay) {}
}
