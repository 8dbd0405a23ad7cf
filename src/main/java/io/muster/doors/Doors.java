package io.muster.doors;

import jakarta.servlet.DispatcherType;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Every door of the service, and who may come in; what is not named here is shut. */
@Configuration(proxyBeanMethods = false)
class Doors {
  /** Matches whole paths, whichever servlet answers; the engine's API is not one of Spring's. */
  private static final PathPatternRequestMatcher.Builder PATHS =
      PathPatternRequestMatcher.withDefaults();

  private static final String[] READERS = {
    Role.OPERATOR.name(), Role.AUDITOR.name(), Role.ADMINISTRATOR.name()
  };

  /** The engine's REST API: name and password, and the engine's own grants. */
  @Bean
  @Order(1)
  SecurityFilterChain engineRest(
      HttpSecurity http, EngineAccounts accounts, ObjectProvider<IdentityService> identity)
      throws Exception {
    return signedIn(http.securityMatcher(path("/engine-rest/**")), accounts)
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .addFilterAfter(new ActAsCaller(identity, accounts), AuthorizationFilter.class)
        .build();
  }

  /**
   * Tasklist, Cockpit and Admin: they sign people in, and guard themselves against forged requests.
   * Their page for a first user is shut, as it would make anybody an administrator.
   */
  @Bean
  @Order(2)
  SecurityFilterChain webapps(HttpSecurity http) throws Exception {
    return http.securityMatcher(path("/camunda/**"))
        .csrf(AbstractHttpConfigurer::disable)
        .headers(headers -> headers.disable())
        .exceptionHandling(
            refused ->
                refused.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.FORBIDDEN)))
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(
                        path("/camunda/api/admin/setup"), path("/camunda/api/admin/setup/**"))
                    .denyAll()
                    .anyRequest()
                    .permitAll())
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
                        PATHS.matcher(HttpMethod.POST, "/hooks/bamboohr/*"))
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
    var door = new ApiDoor();
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
                    .requestMatchers(PATHS.matcher(HttpMethod.GET, "/api/**"))
                    .hasAnyRole(READERS)
                    .requestMatchers(
                        PATHS.matcher(HttpMethod.PUT, "/api/legal-holds/*"),
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
    var door = new ScimDoor(tokens);
    return stateless(http.securityMatcher(path("/scim/v2/**")))
        .exceptionHandling(refused -> refused.authenticationEntryPoint(door))
        .addFilterBefore(door, AuthorizationFilter.class)
        .authorizeHttpRequests(requests -> requests.anyRequest().hasRole(ScimDoor.ROLE))
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

  private static HttpSecurity signedIn(HttpSecurity http, EngineAccounts accounts)
      throws Exception {
    return stateless(http)
        .httpBasic(basic -> basic.realmName("Muster"))
        .authenticationProvider(accounts);
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
