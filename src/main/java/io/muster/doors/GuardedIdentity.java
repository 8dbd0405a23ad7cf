package io.muster.doors;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The engine's identity service, with every check of a password behind the throttle: signing in to
 * the pages, to the REST API and to ours, and changing a password.
 */
final class GuardedIdentity extends IdentityServiceImpl {
  private final ObjectProvider<SignInThrottle> throttle;

  GuardedIdentity(ObjectProvider<SignInThrottle> throttle) {
    this.throttle = throttle;
  }

  /** Saves somebody whose password was held against rules already: those of the settings. */
  static void saveChecked(IdentityService identity, User user) {
    ((IdentityServiceImpl) identity).saveUser(user, true);
  }

  @Override
  public boolean checkPassword(String account, String password) {
    var address = Caller.address();
    if (account == null || password == null || address.isEmpty()) {
      return super.checkPassword(account, password);
    }
    return isRight(account, password, address.orElseThrow());
  }

  private boolean isRight(String account, String password, String address) {
    var guard = throttle.getObject();
    if (guard.isTrusted(account, address) && super.checkPassword(account, password)) {
      return true;
    }
    if (!guard.mayTry(account, address) || !super.checkPassword(account, password)) {
      return false;
    }
    guard.right(account, address);
    return true;
  }

  @Override
  public void unlockUser(String account) {
    super.unlockUser(account);
    throttle.getObject().release(account);
  }
}
