package io.muster.directory.entra;

import io.muster.remote.BudgetProperties.Limits;
import io.muster.remote.PublishedLimits;
import java.util.Optional;
import java.util.Set;

/**
 * Graph's tightest limit on one app in one tenant: 3,000 writes in two and a half minutes. Reads
 * are counted by what they cost, in spans of ten seconds, and as many of them as this cost far less
 * than may be used; what is beyond in such a span Graph turns away, and says for how long.
 *
 * @see <a href="https://learn.microsoft.com/graph/throttling-limits">Graph's limits</a>
 */
record EntraLimits(Set<String> connections) implements PublishedLimits {
  private static final Limits PUBLISHED = new Limits(1200, null);

  @Override
  public Optional<Limits> of(String connection) {
    return connections.contains(connection) ? Optional.of(PUBLISHED) : Optional.empty();
  }
}
