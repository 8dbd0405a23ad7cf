package io.muster.doors;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns away, before anything else reads it, a request whose address can be read in two ways. The
 * doors do so too, but only after their paths were worked out, which such an address can make fail.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PlainRequests extends OncePerRequestFilter {
  /**
   * A letter, a digit, a hyphen or an underscore as an escape. No client needs it, and whoever
   * compares the address as it was sent takes it for another one.
   */
  private static final Pattern DISGUISED =
      Pattern.compile(
          "%(2D|3[0-9]|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9A])", Pattern.CASE_INSENSITIVE);

  private final StrictHttpFirewall firewall = new StrictHttpFirewall();

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (DISGUISED.matcher(request.getRequestURI()).find()) {
      response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    try {
      firewall.getFirewalledRequest(request);
    } catch (RequestRejectedException twofold) {
      response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    chain.doFilter(request, response);
  }
}
