package io.muster.doors;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells the engine who calls, so that it checks what the caller may do. */
final class ActAsCaller extends OncePerRequestFilter {
  private final ObjectProvider<IdentityService> identity;
  private final EngineAccounts accounts;

  ActAsCaller(ObjectProvider<IdentityService> identity, EngineAccounts accounts) {
    this.identity = identity;
    this.accounts = accounts;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var caller = SecurityContextHolder.getContext().getAuthentication();
    if (caller == null || !caller.isAuthenticated()) {
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    var engine = identity.getObject();
    engine.setAuthentication(caller.getName(), accounts.groupsOf(caller.getName()));
    try {
      chain.doFilter(request, response);
    } finally {
      engine.clearAuthentication();
    }
  }
}
