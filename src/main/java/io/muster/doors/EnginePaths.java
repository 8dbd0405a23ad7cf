package io.muster.doors;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.web.servlet.JerseyApplicationPath;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;

/** Where the engine's REST API and web applications are, as its own settings say. */
@Component
class EnginePaths {
  /** What is ours, or would leave nothing for us. */
  private static final List<String> TAKEN =
      List.of("/api", "/console", "/hr", "/hooks", "/scim", "/actuator");

  private final String engine;
  private final String rest;
  private final String webapp;

  @org.springframework.beans.factory.annotation.Autowired
  EnginePaths(CamundaBpmProperties camunda, ObjectProvider<JerseyApplicationPath> jersey) {
    this(
        camunda.getProcessEngineName(),
        Optional.ofNullable(jersey.getIfAvailable())
            .map(JerseyApplicationPath::getPath)
            .orElse("/engine-rest"),
        camunda.getWebapp().getApplicationPath());
  }

  /**
   * Paths.
   *
   * @param engine the name of the process engine
   * @param rest where its REST API is
   * @param webapp where its web applications are
   */
  EnginePaths(String engine, String rest, String webapp) {
    this.engine = engine;
    this.rest = ofItsOwn("spring.jersey.application-path", rest);
    this.webapp = ofItsOwn("camunda.bpm.webapp.application-path", webapp);
  }

  /** The name of the process engine. */
  String engine() {
    return engine;
  }

  /** The path of the REST API, without a slash at its end. */
  String restRoot() {
    return rest;
  }

  /** The path of the web applications, without a slash at its end. */
  String webappRoot() {
    return webapp;
  }

  /** The calls of the REST API. */
  EngineCalls rest() {
    return new EngineCalls(rest + "/engine/{engine}", rest);
  }

  /** The calls of the REST API that the web applications have within them. */
  EngineCalls webapp() {
    return new EngineCalls(webapp + "/api/engine/engine/{engine}");
  }

  /** Whether a request is for the web applications. */
  RequestMatcher isWebapp() {
    var paths = PathPatternRequestMatcher.withDefaults();
    return new OrRequestMatcher(paths.matcher(webapp), paths.matcher(webapp + "/**"));
  }

  private static String ofItsOwn(String setting, String path) {
    var clean = ("/" + path).replaceAll("/+", "/").replaceAll("/$", "");
    if (clean.isEmpty() || TAKEN.stream().anyMatch(it -> (clean + "/").startsWith(it + "/"))) {
      throw new IllegalStateException(
          "%s is '%s', where other parts of Muster are; give it a path of its own, such as /camunda"
              .formatted(setting, path));
    }
    return clean;
  }
}
