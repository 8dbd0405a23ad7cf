package io.muster.scim;

import org.jspecify.annotations.Nullable;

/**
 * What it means for people that a client pushed a user; all of it in the transaction of the push.
 */
interface ScimPushHandler {
  /**
   * A user came, or was written again.
   *
   * @param before how it was, or null if it is new; of the same version as {@code now} if nothing
   *     changed
   */
  void pushed(@Nullable UserRow before, UserRow now);

  /** A user is about to be deleted. */
  void deleted(UserRow user);
}
