package io.muster.doors;

import jakarta.servlet.DispatcherType;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Every door of the service, and who may come in; what is not named here is shut. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
  /** Matches whole paths, whichever servlet answers; the engine's API is not one of Spring's. */
  private static final PathPatternRequestMatcher.Builder PATHS =
      PathPatternRequestMatcher.withDefaults();

  private static final String[] READERS = {
    Role.OPERATOR.name(), Role.AUDITOR.name(), Role.ADMINISTRATOR.name()
  };

  /** The engine's REST API: name and password, the calls that people need, the engine's grants. */
  @Bean
  @Order(1)
  SecurityFilterChain engineRest(
      HttpSecurity http,
      EngineAccounts accounts,
      EnginePaths paths,
      ObjectProvider<IdentityService> identity)
      throws Exception {
    var calls = paths.rest();
    return signedIn(http.securityMatcher(path(paths.restRoot() + "/**")), accounts)
        .authorizeHttpRequests(
            requests ->
                requests
                    .anyRequest()
                    .access(
                        (caller, asked) ->
                            new AuthorizationDecision(
                                calls.areOpen(caller.get(), asked.getRequest()))))
        .addFilterAfter(new ActAsCaller(identity, accounts), AuthorizationFilter.class)
        .build();
  }

  /**
   * Tasklist, Cockpit and Admin: they sign people in, and guard themselves against forged requests.
   * What is not named here is denied on the decoded path, so that no other spelling of it leads
   * past the filters of these applications, which compare addresses as they were sent. Their page
   * for a first user is not among what is named, as it would make anybody an administrator.
   */
  @Bean
  @Order(2)
  SecurityFilterChain webapps(HttpSecurity http, EnginePaths paths) throws Exception {
    var root = paths.webappRoot();
    var calls = paths.webapp();
    var door = new WebappEntryPoint();
    return stateless(http.securityMatcher(paths.isWebapp()))
        // a new session id with each request would sign out a page that asks for two things at once
        .sessionManagement(session -> session.sessionFixation(fixation -> fixation.none()))
        .headers(headers -> headers.disable())
        .exceptionHandling(
            refused -> refused.authenticationEntryPoint(door).accessDeniedHandler(door))
        .addFilterBefore(new WebappSession(paths.engine()), AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                    .permitAll()
                    // the pages themselves, which are the same for everybody, and signing in
                    .requestMatchers(
                        gets(
                            root,
                            "",
                            "/",
                            "/app/**",
                            "/lib/**",
                            "/assets/**",
                            "/favicon.ico",
                            "/api/engine/engine",
                            "/api/engine/engine/",
                            "/api/*/plugin/*/static/**",
                            "/api/admin/plugin/license/*/check-key",
                            "/api/admin/auth/user/*"))
                    .permitAll()
                    .requestMatchers(
                        PATHS.matcher(HttpMethod.POST, root + "/api/admin/auth/user/*/login/*"),
                        PATHS.matcher(HttpMethod.POST, root + "/api/admin/auth/user/*/logout"))
                    .permitAll()
                    // what Cockpit asks for its own pages; it changes nothing
                    .requestMatchers(
                        PATHS.matcher(HttpMethod.GET, root + "/api/cockpit/plugin/base/**"),
                        PATHS.matcher(HttpMethod.POST, root + "/api/cockpit/plugin/base/**"))
                    .authenticated()
                    .requestMatchers(path(root + "/api/engine/**"))
                    .access(
                        (caller, asked) ->
                            new AuthorizationDecision(
                                calls.areOpen(caller.get(), asked.getRequest())))
                    .anyRequest()
                    .denyAll())
        .build();
  }

  /** HR's webhooks: whoever signs is let in. */
  @Bean
  @Order(3)
  SecurityFilterChain webhooks(HttpSecurity http) throws Exception {
    return stateless(http.securityMatcher(path("/hr/v1/**")))
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(PATHS.matcher(HttpMethod.POST, "/hr/v1/sources/*/events"))
                    .permitAll()
                    .anyRequest()
                    .denyAll())
        .build();
  }

  /** Where directories and HR say that something has changed; each hook has a secret of its own. */
  @Bean
  @Order(3)
  SecurityFilterChain hooks(HttpSecurity http) throws Exception {
    return stateless(http.securityMatcher(path("/hooks/**")))
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(
                        PATHS.matcher(HttpMethod.GET, "/hooks/okta/*"),
                        PATHS.matcher(HttpMethod.POST, "/hooks/okta/*"),
                        PATHS.matcher(HttpMethod.POST, "/hooks/entra/*"),
                        PATHS.matcher(HttpMethod.POST, "/hooks/google/*"),
                        PATHS.matcher(HttpMethod.POST, "/hooks/bamboohr/*"),
                        PATHS.matcher(HttpMethod.POST, "/hooks/systems/*"))
                    .permitAll()
                    .anyRequest()
                    .denyAll())
        .build();
  }

  /** Health is for load balancers; the rest of what the service says about itself is not. */
  @Bean
  @Order(4)
  SecurityFilterChain actuator(HttpSecurity http, EngineAccounts accounts) throws Exception {
    return signedIn(http.securityMatcher(path("/actuator/**")), accounts)
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(path("/actuator/health"), path("/actuator/health/*"))
                    .permitAll()
                    .anyRequest()
                    .hasAnyRole(Role.OPERATOR.name(), Role.ADMINISTRATOR.name()))
        .build();
  }

  /** What operators and auditors read, and the legal holds, which only an administrator lifts. */
  @Bean
  @Order(5)
  SecurityFilterChain api(HttpSecurity http, EngineAccounts accounts) throws Exception {
    var door = new ProblemEntryPoint();
    return signedIn(http.securityMatcher(path("/api/**")), accounts)
        .httpBasic(basic -> basic.authenticationEntryPoint(door))
        .exceptionHandling(
            refused -> refused.authenticationEntryPoint(door).accessDeniedHandler(door))
        .authorizeHttpRequests(
            requests ->
                requests
                    // it makes calls to every system, which are not for everybody to spend
                    .requestMatchers(path("/api/doctor"))
                    .hasAnyRole(Role.OPERATOR.name(), Role.ADMINISTRATOR.name())
                    .requestMatchers(path("/api/scim/**"))
                    .hasRole(Role.ADMINISTRATOR.name())
                    .requestMatchers(PATHS.matcher(HttpMethod.POST, "/api/hr/events"))
                    .hasAnyRole(Role.HR.name(), Role.ADMINISTRATOR.name())
                    .requestMatchers(path("/api/docs"), path("/api/docs/**"))
                    .authenticated()
                    // it says nothing of devices
                    .requestMatchers(PATHS.matcher(HttpMethod.GET, "/api/people/*/timeline"))
                    .hasAnyRole(
                        Role.HR.name(),
                        Role.APPROVER.name(),
                        Role.OPERATOR.name(),
                        Role.AUDITOR.name(),
                        Role.ADMINISTRATOR.name())
                    // why an edit was refused is for whoever made it
                    .requestMatchers(PATHS.matcher(HttpMethod.GET, "/api/models"))
                    .hasAnyRole(
                        Role.PROCESSOWNER.name(),
                        Role.OPERATOR.name(),
                        Role.AUDITOR.name(),
                        Role.ADMINISTRATOR.name())
                    .requestMatchers(PATHS.matcher(HttpMethod.GET, "/api/models/pending"))
                    .hasAnyRole(
                        Role.APPROVER.name(),
                        Role.PROCESSOWNER.name(),
                        Role.OPERATOR.name(),
                        Role.AUDITOR.name(),
                        Role.ADMINISTRATOR.name())
                    .requestMatchers(PATHS.matcher(HttpMethod.POST, "/api/models/pending/*/agree"))
                    .hasAnyRole(Role.APPROVER.name(), Role.ADMINISTRATOR.name())
                    // whoever handed a change in takes it back this way too
                    .requestMatchers(PATHS.matcher(HttpMethod.POST, "/api/models/pending/*/refuse"))
                    .hasAnyRole(
                        Role.APPROVER.name(), Role.PROCESSOWNER.name(), Role.ADMINISTRATOR.name())
                    .requestMatchers(PATHS.matcher(HttpMethod.POST, "/api/tables/*/replay"))
                    .hasAnyRole(
                        Role.PROCESSOWNER.name(), Role.AUDITOR.name(), Role.ADMINISTRATOR.name())
                    // it says everything of a case, also why somebody leaves
                    .requestMatchers(
                        PATHS.matcher(HttpMethod.GET, "/api/cases/*/evidence"),
                        PATHS.matcher(HttpMethod.GET, "/api/audit"),
                        PATHS.matcher(HttpMethod.GET, "/api/audit/**"),
                        PATHS.matcher(HttpMethod.GET, "/api/evidence/**"))
                    .hasAnyRole(Role.AUDITOR.name(), Role.ADMINISTRATOR.name())
                    .requestMatchers(PATHS.matcher(HttpMethod.POST, "/api/evidence/erasures"))
                    .hasRole(Role.ADMINISTRATOR.name())
                    .requestMatchers(PATHS.matcher(HttpMethod.GET, "/api/**"))
                    .hasAnyRole(READERS)
                    .requestMatchers(
                        PATHS.matcher(HttpMethod.PUT, "/api/legal-holds/*"),
                        PATHS.matcher(HttpMethod.POST, "/api/destruction/pause"),
                        PATHS.matcher(HttpMethod.DELETE, "/api/destruction/pause"),
                        PATHS.matcher(HttpMethod.POST, "/api/destruction/breaker/close"),
                        PATHS.matcher(HttpMethod.POST, "/api/destruction/lists"),
                        PATHS.matcher(HttpMethod.POST, "/api/destruction/lists/*/agree"),
                        PATHS.matcher(HttpMethod.POST, "/api/forecast"),
                        PATHS.matcher(HttpMethod.POST, "/api/forecast/*"),
                        PATHS.matcher(HttpMethod.POST, "/api/held-leavers/*/agree"),
                        PATHS.matcher(HttpMethod.POST, "/api/held-leavers/*/decline"),
                        PATHS.matcher(HttpMethod.POST, "/api/events/*/*/replay"),
                        PATHS.matcher(HttpMethod.POST, "/api/sources/*/readings/*/let-through"))
                    .hasAnyRole(Role.OPERATOR.name(), Role.ADMINISTRATOR.name())
                    .requestMatchers(PATHS.matcher(HttpMethod.POST, "/api/legal-holds/*/lift"))
                    .hasRole(Role.ADMINISTRATOR.name())
                    .anyRequest()
                    .denyAll())
        .build();
  }

  /** SCIM clients, each by a token of its own. */
  @Bean
  @Order(6)
  SecurityFilterChain scim(HttpSecurity http, ObjectProvider<ScimTokens> tokens) throws Exception {
    var door = new ScimAuthentication(tokens);
    return stateless(http.securityMatcher(path("/scim/v2/**")))
        .exceptionHandling(refused -> refused.authenticationEntryPoint(door))
        .addFilterBefore(door, AuthorizationFilter.class)
        .authorizeHttpRequests(requests -> requests.anyRequest().hasRole(ScimAuthentication.ROLE))
        .build();
  }

  @Bean
  @Order(7)
  SecurityFilterChain everythingElse(HttpSecurity http) throws Exception {
    return stateless(http)
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                    .permitAll()
                    .requestMatchers(PATHS.matcher(HttpMethod.GET, "/"))
                    .permitAll()
                    .anyRequest()
                    .denyAll())
        .build();
  }

  private static RequestMatcher path(String pattern) {
    return PATHS.matcher(pattern);
  }

  private static RequestMatcher[] gets(String root, String... paths) {
    return Stream.of(HttpMethod.GET, HttpMethod.HEAD)
        .flatMap(method -> Stream.of(paths).map(path -> PATHS.matcher(method, root + path)))
        .toArray(RequestMatcher[]::new);
  }

  private static HttpSecurity signedIn(HttpSecurity http, EngineAccounts accounts)
      throws Exception {
    return stateless(http)
        .httpBasic(basic -> basic.realmName("Muster"))
        // a manager of its own: Spring's would ask the accounts a second time after a refusal
        .authenticationManager(new ProviderManager(accounts));
  }

  private static HttpSecurity stateless(HttpSecurity http) throws Exception {
    return http.csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .exceptionHandling(
            refused ->
                refused.authenticationEntryPoint(
                    new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)));
  }
}
