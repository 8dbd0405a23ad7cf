package io.muster.doors;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers under the names of the service only, and where it is reached by https, has browsers keep
 * to that: with no cookie and no later visit over plain http.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class HostAllowList extends OncePerRequestFilter {
  private static final String A_YEAR = "max-age=31536000";
  private static final int MISDIRECTED = 421;
  private static final String HEALTH = "/actuator/health";

  private final Set<String> hosts;

  HostAllowList(WebProperties web) {
    this.hosts =
        web.hosts().stream().map(it -> it.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!isOurs(request)) {
      response.setStatus(MISDIRECTED);
      return;
    }
    if (!request.isSecure()) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader("Strict-Transport-Security", A_YEAR);
    chain.doFilter(request, new SecureCookies(response));
  }

  private boolean isOurs(HttpServletRequest request) {
    var path = request.getServletPath();
    return hosts.isEmpty()
        || hosts.contains(request.getServerName().toLowerCase(Locale.ROOT))
        || path.equals(HEALTH)
        || path.startsWith(HEALTH + "/");
  }

  /** The applications of the engine write their cookies as they please. */
  private static final class SecureCookies extends HttpServletResponseWrapper {
    SecureCookies(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void addCookie(Cookie cookie) {
      cookie.setSecure(true);
      super.addCookie(cookie);
    }

    @Override
    public void addHeader(String name, String value) {
      super.addHeader(name, secured(name, value));
    }

    @Override
    public void setHeader(String name, String value) {
      super.setHeader(name, secured(name, value));
    }

    private static String secured(String name, String value) {
      return name.equalsIgnoreCase("Set-Cookie")
              && value != null
              && !value.toLowerCase(Locale.ROOT).matches(".*; *secure(;.*)?")
          ? value + "; Secure"
          : value;
    }
  }
}
