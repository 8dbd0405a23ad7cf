package io.muster.doors;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Knows who speaks to us right now, before anybody is asked for a password. Spring's own holder of
 * the request is filled later than that where Jersey is about.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class Caller extends OncePerRequestFilter {
  private static final ThreadLocal<HttpServletRequest> REQUEST = new ThreadLocal<>();

  /** The network address of the request in hand; empty where there is none. */
  static Optional<String> address() {
    return Optional.ofNullable(REQUEST.get()).map(HttpServletRequest::getRemoteAddr);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    REQUEST.set(request);
    try {
      chain.doFilter(request, response);
    } finally {
      REQUEST.remove();
    }
  }
}
