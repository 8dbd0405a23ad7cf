package io.muster.doors;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * The door of the console: a page to sign in at, which signs in to Tasklist and Cockpit as well.
 *
 * <p>Groups are read anew for each request, so whoever is taken out of one loses its rights at
 * once. What each role sees of a page is decided by the console.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleDoor {
  private static final String ROOT = "/console";
  private static final String SIGN_IN = ROOT + "/sign-in";
  private static final String SIGN_OUT = ROOT + "/sign-out";

  /** A page of ours, and no address that a browser could take for another host's. */
  private static final Pattern OWN_PAGE = Pattern.compile("/console(/[^\\\\\\p{Cntrl}]*)?");

  private static final PathPatternRequestMatcher.Builder PATHS =
      PathPatternRequestMatcher.withDefaults();

  /** Scripts, styles, fonts and pictures come from us alone, and none stands within a page. */
  private static final String CONTENT_SECURITY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
          + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  @Bean
  @Order(5)
  SecurityFilterChain console(
      HttpSecurity http, EngineAccounts accounts, EnginePaths paths, ConsoleSessions sessions)
      throws Exception {
    return http.securityMatcher(ROOT, ROOT + "/**")
        .authenticationManager(new ProviderManager(accounts))
        // the session of the web applications is the only one; and whoever is known by it does not
        // sign in anew, and get a new token, by each request
        .securityContext(
            known -> known.securityContextRepository(new NullSecurityContextRepository()))
        .sessionManagement(session -> session.requireExplicitAuthenticationStrategy(true))
        .requestCache(cache -> cache.disable())
        .csrf(csrf -> csrf.csrfTokenRepository(tokens()))
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY))
                    .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                    .frameOptions(FrameOptionsConfig::deny))
        .addFilterBefore(
            new WebappSession(paths.engine(), person -> accounts.groupsOf(person.getName())),
            AnonymousAuthenticationFilter.class)
        .formLogin(
            form ->
                form.loginPage(SIGN_IN)
                    .usernameParameter("name")
                    .successHandler(
                        (request, answer, person) -> {
                          sessions.begin(request, person.getName());
                          answer.sendRedirect(wanted(request.getParameter("to")));
                        })
                    .failureHandler(
                        (request, answer, wrong) ->
                            answer.sendRedirect(signIn(request.getParameter("to"), "failed"))))
        .logout(
            out ->
                out.logoutRequestMatcher(PATHS.matcher(HttpMethod.POST, SIGN_OUT))
                    .addLogoutHandler((request, answer, person) -> sessions.end(request))
                    .logoutSuccessUrl(SIGN_IN + "?out"))
        .exceptionHandling(
            refused ->
                refused
                    .authenticationEntryPoint(ConsoleDoor::askToSignIn)
                    .accessDeniedHandler(ConsoleDoor::turnAway))
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                    .permitAll()
                    .requestMatchers(
                        PATHS.matcher(HttpMethod.GET, ROOT + "/assets/**"),
                        PATHS.matcher(HttpMethod.GET, SIGN_IN),
                        PATHS.matcher(HttpMethod.POST, SIGN_IN))
                    .permitAll()
                    .requestMatchers(
                        PATHS.matcher(HttpMethod.GET, ROOT),
                        PATHS.matcher(HttpMethod.GET, ROOT + "/**"),
                        PATHS.matcher(HttpMethod.HEAD, ROOT),
                        PATHS.matcher(HttpMethod.HEAD, ROOT + "/**"))
                    .authenticated()
                    // the question itself says who may answer it
                    .requestMatchers(PATHS.matcher(HttpMethod.POST, ROOT + "/approve/*"))
                    .authenticated()
                    // as POST and DELETE /api/destruction/pause
                    .requestMatchers(
                        PATHS.matcher(HttpMethod.POST, ROOT + "/pause"),
                        PATHS.matcher(HttpMethod.POST, ROOT + "/resume"))
                    .hasAnyRole(Role.OPERATOR.name(), Role.ADMINISTRATOR.name())
                    .requestMatchers(
                        PATHS.matcher(HttpMethod.POST, ROOT + "/drift/repair"),
                        PATHS.matcher(HttpMethod.POST, ROOT + "/cases/*/retry"),
                        PATHS.matcher(HttpMethod.POST, ROOT + "/cases/*/hand-over"),
                        PATHS.matcher(HttpMethod.POST, ROOT + "/cases/*/back"),
                        PATHS.matcher(HttpMethod.POST, ROOT + "/cases/*/cancel"))
                    .hasAnyRole(Role.OPERATOR.name(), Role.ADMINISTRATOR.name())
                    .requestMatchers(PATHS.matcher(HttpMethod.POST, ROOT + "/events/try"))
                    .hasAnyRole(Role.HR.name(), Role.OPERATOR.name(), Role.ADMINISTRATOR.name())
                    // as POST /api/tables/*/replay
                    .requestMatchers(
                        PATHS.matcher(HttpMethod.POST, ROOT + "/models/tables/*/replay"))
                    .hasAnyRole(
                        Role.PROCESSOWNER.name(), Role.AUDITOR.name(), Role.ADMINISTRATOR.name())
                    // as POST /deployment/create of the engine
                    .requestMatchers(
                        PATHS.matcher(HttpMethod.POST, ROOT + "/models/try"),
                        PATHS.matcher(HttpMethod.POST, ROOT + "/models/bundles/*/try"),
                        PATHS.matcher(HttpMethod.POST, ROOT + "/models/bundles/*/deploy"),
                        PATHS.matcher(HttpMethod.POST, ROOT + "/models/processes/*/roll-back"),
                        PATHS.matcher(HttpMethod.POST, ROOT + "/models/tables/*/roll-back"))
                    .hasAnyRole(Role.PROCESSOWNER.name(), Role.ADMINISTRATOR.name())
                    .anyRequest()
                    .denyAll())
        .build();
  }

  /** A cookie of its own, as the engine's web applications have one named XSRF-TOKEN. */
  private static CookieCsrfTokenRepository tokens() {
    var tokens = new CookieCsrfTokenRepository();
    tokens.setCookieName("MUSTER-XSRF");
    tokens.setCookieCustomizer(cookie -> cookie.path(ROOT).sameSite("Strict").httpOnly(true));
    return tokens;
  }

  private static void askToSignIn(
      HttpServletRequest request, HttpServletResponse answer, AuthenticationException unknown)
      throws IOException {
    if (request.getHeader("HX-Request") != null) {
      // a part of a page that is open: the whole page has to go
      answer.setHeader("HX-Redirect", SIGN_IN);
      answer.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    var query = request.getQueryString();
    var page = request.getRequestURI() + (query == null ? "" : "?" + query);
    answer.sendRedirect(signIn(page, ""));
  }

  private static void turnAway(
      HttpServletRequest request, HttpServletResponse answer, AccessDeniedException refused)
      throws IOException {
    answer.sendError(
        isTooLarge(request)
            ? HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE
            : HttpServletResponse.SC_FORBIDDEN);
  }

  /** A form with a file over the limit is not read, so the token in it is missed first. */
  private static boolean isTooLarge(HttpServletRequest request) {
    var type = request.getContentType();
    if (type == null || !type.startsWith(MediaType.MULTIPART_FORM_DATA_VALUE)) {
      return false;
    }
    try {
      request.getParts();
      return false;
    } catch (IllegalStateException overTheLimit) {
      return true;
    } catch (IOException | ServletException unreadable) {
      return false;
    }
  }

  /** The sign-in page, which leads on to the page that was wanted. */
  private static String signIn(@Nullable String page, String more) {
    var to = wanted(page);
    var asked =
        to.equals(ROOT) ? more : "to=%s&%s".formatted(encoded(to), more).replaceAll("&$", "");
    return asked.isEmpty() ? SIGN_IN : SIGN_IN + "?" + asked;
  }

  private static String encoded(String page) {
    return URLEncoder.encode(page, StandardCharsets.UTF_8);
  }

  /** The page somebody wanted to see; the first one if that is none of ours. */
  static String wanted(@Nullable String page) {
    return page != null && OWN_PAGE.matcher(page).matches() && !page.startsWith(SIGN_IN)
        ? page
        : ROOT;
  }
}
