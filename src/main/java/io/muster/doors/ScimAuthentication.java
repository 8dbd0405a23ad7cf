package io.muster.doors;

import io.muster.remote.Secret;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets SCIM clients in by their bearer tokens, and turns others away in the words of SCIM. */
final class ScimAuthentication extends OncePerRequestFilter implements AuthenticationEntryPoint {
  /** What a client may be here: nothing else opens to it. */
  static final String ROLE = "SCIM_CLIENT";

  private static final String SCHEME = "Bearer ";

  private final ObjectProvider<ScimTokens> tokens;

  ScimAuthentication(ObjectProvider<ScimTokens> tokens) {
    this.tokens = tokens;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    client(request.getHeader("Authorization")).ifPresent(ScimAuthentication::letIn);
    chain.doFilter(request, response);
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
      throws IOException {
    Audit.signIn(
        false, "a SCIM client", request.getRemoteAddr(), "no token, or a wrong or revoked one");
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    response.setHeader("WWW-Authenticate", "Bearer realm=\"Muster\"");
    response.setContentType("application/scim+json");
    response
        .getOutputStream()
        .print(
            "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"401\",\"detail\":\"The"
                + " bearer token is missing, wrong or revoked. An administrator makes a new one at"
                + " /api/scim/clients.\"}");
  }

  private Optional<String> client(@org.jspecify.annotations.Nullable String header) {
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.ofNullable(tokens.getIfAvailable())
            .flatMap(known -> known.clientOf(new Secret(header.substring(SCHEME.length()).strip())))
        : Optional.empty();
  }

  private static void letIn(String client) {
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(
            client, null, List.of(new SimpleGrantedAuthority("ROLE_" + ROLE))));
    SecurityContextHolder.setContext(context);
  }
}
