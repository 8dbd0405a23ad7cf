package io.muster.doors;

import java.util.List;
import java.util.Locale;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.stereotype.Component;

/**
 * Signs people in with their name and password at the engine, whose identity service makes whoever
 * gives wrong ones wait.
 */
@Component
class EngineAccounts implements AuthenticationProvider {
  private final ObjectProvider<IdentityService> identity;

  EngineAccounts(ObjectProvider<IdentityService> identity) {
    this.identity = identity;
  }

  @Override
  public Authentication authenticate(Authentication attempt) {
    var name = attempt.getName();
    var password = attempt.getCredentials() instanceof String given ? given : "";
    if (name.isBlank() || password.isEmpty() || !accepted(name, password)) {
      throw new BadCredentialsException("The name or the password is wrong.");
    }
    return UsernamePasswordAuthenticationToken.authenticated(
        name, null, authorities(groupsOf(name)));
  }

  /** What membership in these groups of the engine's makes of a person here. */
  static List<SimpleGrantedAuthority> authorities(List<String> groups) {
    return groups.stream()
        .map(group -> new SimpleGrantedAuthority("ROLE_" + group.toUpperCase(Locale.ROOT)))
        .toList();
  }

  private boolean accepted(String name, String password) {
    try {
      return identity.getObject().checkPassword(name, password);
    } catch (org.camunda.bpm.engine.ProcessEngineException unacceptable) {
      return false; // a name of a form that no account can have
    }
  }

  /** The engine's groups of this person. */
  List<String> groupsOf(String name) {
    return identity.getObject().createGroupQuery().groupMember(name).list().stream()
        .map(Group::getId)
        .toList();
  }

  @Override
  public boolean supports(Class<?> attempt) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(attempt);
  }
}
