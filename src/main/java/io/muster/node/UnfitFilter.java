package io.muster.node;

import io.muster.node.Sighting.Database;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 503 with Retry-After while the database cannot keep what is sent, rather than wait for
 * it. Senders try again after a 503; some never do after another error.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class UnfitFilter extends OncePerRequestFilter {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String SOON = "10";

  private final NodeFitness fitness;

  UnfitFilter(NodeFitness fitness) {
    this.fitness = fitness;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getRequestURI().startsWith(request.getContextPath() + "/actuator/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var seen = fitness.sighting();
    var reads = READING.contains(request.getMethod());
    if (seen.canStore() || (reads && seen.state() == Database.READ_ONLY)) {
      chain.doFilter(request, response);
    } else {
      answer(response);
    }
  }

  /** No more than anybody may know. */
  static void answer(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setHeader("Retry-After", SOON);
    response.setContentType("application/problem+json");
    response
        .getWriter()
        .write(
            "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
                + "\"detail\":\"Nothing can be stored at this moment. Send it again later.\"}");
  }
}
