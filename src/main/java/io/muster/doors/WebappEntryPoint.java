package io.muster.doors;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Turns requests of Tasklist, Cockpit and Admin away with the two statuses that these pages know:
 * at 401 they ask for name and password again, at 403 they say that it is not allowed.
 */
final class WebappEntryPoint implements AuthenticationEntryPoint, AccessDeniedHandler {
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse answer, AuthenticationException unknown) {
    answer.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse answer, AccessDeniedException refused) {
    answer.setStatus(HttpServletResponse.SC_FORBIDDEN);
  }
}
