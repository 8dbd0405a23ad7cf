package io.muster.doors;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows who is signed in to Tasklist, Cockpit or Admin; those keep it in their own session. */
final class WebappSession extends OncePerRequestFilter {
  private final String engine;

  WebappSession(String engine) {
    this.engine = engine;
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
              user.getName(), null, EngineAccounts.authorities(user.getGroupIds())));
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }
}
