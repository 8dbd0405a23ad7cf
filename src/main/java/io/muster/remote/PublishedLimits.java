package io.muster.remote;

import io.muster.remote.BudgetProperties.Limits;
import java.util.Optional;

/**
 * What a vendor says it allows, for connections that are configured with no limits of their own.
 */
public interface PublishedLimits {
  /**
   * The limits of this connection, as far as they are known by now; empty if it is another
   * vendor's. Asked before each call, so answered at once.
   */
  Optional<Limits> of(String connection);
}
