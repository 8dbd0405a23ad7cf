package io.muster.directory.google;

import io.muster.remote.BudgetProperties.Limits;
import io.muster.remote.PublishedLimits;
import java.util.Optional;
import java.util.Set;

/**
 * Google's limit: so many queries a minute of one project in one administrator's name.
 *
 * @see <a href="https://developers.google.com/workspace/admin/directory/v1/limits">its quotas</a>
 */
record GoogleLimits(Set<String> connections) implements PublishedLimits {
  private static final Limits PUBLISHED = new Limits(2400, null);

  @Override
  public Optional<Limits> of(String connection) {
    return connections.contains(connection) ? Optional.of(PUBLISHED) : Optional.empty();
  }
}
