package io.muster.doors;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows who is signed in to Tasklist, Cockpit or Admin; those keep it in their own session. */
final class WebappSession extends OncePerRequestFilter {
  private final String engine;
  private final Function<UserAuthentication, List<String>> groups;

  /** Takes the groups for those that the session remembers. */
  WebappSession(String engine) {
    this(engine, UserAuthentication::getGroupIds);
  }

  /**
   * Takes the groups from elsewhere.
   *
   * @param groups the groups of whoever is signed in
   */
  WebappSession(String engine, Function<UserAuthentication, List<String>> groups) {
    this.engine = engine;
    this.groups = groups;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var session = request.getSession(false);
    var signedIn = session == null ? null : AuthenticationUtil.getAuthsFromSession(session);
    if (signedIn != null
        && signedIn.getAuthenticationForProcessEngine(engine) instanceof UserAuthentication user) {
      var context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(
          UsernamePasswordAuthenticationToken.authenticated(
              user.getName(), null, EngineAccounts.authorities(groups.apply(user))));
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }
}
