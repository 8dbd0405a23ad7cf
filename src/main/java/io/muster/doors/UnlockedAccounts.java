package io.muster.doors;

import org.camunda.bpm.engine.impl.identity.db.DbIdentityServiceProvider;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;

/**
 * The engine's users, none of whom it locks: it would do so for ever after ten wrong passwords,
 * whoever gave them. {@link SignInThrottle} stands before it.
 */
final class UnlockedAccounts extends DbIdentityServiceProvider {
  @Override
  protected boolean isUserLocked(UserEntity user) {
    return false;
  }

  @Override
  protected void lockUser(UserEntity user) {
    // the throttle has counted it
  }
}
