package io.muster.doors;

import java.util.Locale;
import java.util.stream.Stream;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.identity.PasswordPolicyUserDataRuleImpl;

/**
 * Refuses a password with its owner's name or address in it. The engine's rule, whose explanation
 * people see, would refuse every password with an "a" in it of somebody called A.
 */
final class NotAboutTheOwner extends PasswordPolicyUserDataRuleImpl {
  private static final int SHORTEST_NAME = 4;

  @Override
  public boolean execute(String password, User owner) {
    var candidate = password.toUpperCase(Locale.ROOT);
    return Stream.of(owner.getId(), owner.getFirstName(), owner.getLastName(), owner.getEmail())
        .filter(name -> name != null && name.length() >= SHORTEST_NAME)
        .noneMatch(name -> candidate.contains(name.toUpperCase(Locale.ROOT)));
  }
}
