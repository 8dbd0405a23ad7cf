package io.muster.remote;

import io.muster.remote.BudgetProperties.Limits;

/** What a vendor says it allows, for a connection that is configured with no limits of its own. */
public interface PublishedLimits {
  /** The configured name of the connection. */
  String connection();

  /** As far as they are known by now; asked before each call, so answered at once. */
  Limits now();
}
