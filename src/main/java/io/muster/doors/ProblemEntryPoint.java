package io.muster.doors;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Tells whoever is turned away from the API why, and what to do next.
 *
 * <p>A browser is made to ask for name and password before it shows a page. What it then sends
 * along by itself opens nothing to other sites: every change under {@code /api} takes JSON only,
 * which a browser does not send across sites without being allowed to.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
final class ProblemEntryPoint implements AuthenticationEntryPoint, AccessDeniedHandler {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse answer, AuthenticationException unknown)
      throws IOException {
    if (HttpMethod.GET.matches(request.getMethod())) {
      answer.setHeader("WWW-Authenticate", "Basic realm=\"Muster\"");
    }
    turnAway(
        answer,
        HttpStatus.UNAUTHORIZED,
        "Sign in with your name and password of Muster (HTTP basic). If you did, one of the two is wrong, or there were too many wrong ones: wait a quarter of an hour at most, or have an administrator unlock the account in Camunda Admin.");
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse answer, AccessDeniedException refused)
      throws IOException {
    turnAway(
        answer,
        HttpStatus.FORBIDDEN,
        "None of your groups may do this, or it is not done at this address. /api/docs says which group may do what; an administrator adds people to groups in Camunda Admin.");
  }

  private static void turnAway(HttpServletResponse answer, HttpStatus status, String detail)
      throws IOException {
    var problem = new LinkedHashMap<String, Object>();
    problem.put("type", "about:blank");
    problem.put("title", status.getReasonPhrase());
    problem.put("status", status.value());
    problem.put("detail", detail);
    answer.setStatus(status.value());
    answer.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    answer.setCharacterEncoding(StandardCharsets.UTF_8.name());
    answer.getOutputStream().write(JSON.writeValueAsBytes(problem));
  }
}
