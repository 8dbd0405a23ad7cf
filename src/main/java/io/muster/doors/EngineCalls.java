package io.muster.doors;

import static io.muster.doors.Role.ADMINISTRATOR;
import static io.muster.doors.Role.APPROVER;
import static io.muster.doors.Role.HR;
import static io.muster.doors.Role.OPERATOR;
import static io.muster.doors.Role.PROCESSOWNER;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.Separator;
import org.springframework.http.server.RequestPath;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which calls of the engine's REST API are open, and to whom; every other call is denied before the
 * engine sees it. Behind this list the engine's own grants still decide.
 *
 * <p>The engine checks some permissions only after it has begun to write. A list of what people
 * need does not depend on that, and a new endpoint of the engine starts out closed.
 */
final class EngineCalls {
  private static final PathPatternParser PARSER = PathPatternParser.defaultInstance;

  /** Whoever is signed in, in whichever group. */
  private static final Set<Role> EVERYBODY = EnumSet.noneOf(Role.class);

  private static final Set<Role> ADMINISTRATORS = EnumSet.of(ADMINISTRATOR);
  private static final Set<Role> OPERATORS = EnumSet.of(OPERATOR, ADMINISTRATOR);

  private static final List<Rule> OPEN = new ArrayList<>();

  static {
    // reading: the engine shows each person what the person's groups may read
    for (var verb : List.of("GET", "HEAD", "OPTIONS")) {
      open(
          EVERYBODY,
          verb,
          "/engine",
          "/version",
          "/openapi.json",
          "/identity/groups",
          "/identity/password-policy",
          "/authorization/check",
          "/filter/**",
          "/task/**",
          "/process-definition/**",
          "/decision-definition/**",
          "/decision-requirements-definition/**",
          "/case-definition/**",
          "/deployment/**",
          "/process-instance/**",
          "/execution/**",
          "/variable-instance/**",
          "/event-subscription/**",
          "/external-task/**",
          "/incident/**",
          "/job/**",
          "/job-definition/**",
          "/batch/**",
          "/history/**",
          "/user/**",
          "/group/**",
          "/tenant/**");
      open(ADMINISTRATORS, verb, "/authorization/**", "/metrics/**", "/telemetry/**");
    }
    // questions that are too long for an address
    open(
        EVERYBODY,
        "POST",
        "/task",
        "/task/count",
        "/filter/*/list",
        "/filter/*/count",
        "/filter/*/singleResult",
        "/process-instance",
        "/process-instance/count",
        "/execution",
        "/execution/count",
        "/variable-instance",
        "/variable-instance/count",
        "/external-task",
        "/external-task/count",
        "/job",
        "/job/count",
        "/job-definition",
        "/job-definition/count",
        "/group",
        "/group/count",
        "/identity/password-policy",
        "/history/activity-instance",
        "/history/activity-instance/count",
        "/history/detail",
        "/history/job-log",
        "/history/job-log/count",
        "/history/process-instance",
        "/history/process-instance/count",
        "/history/task",
        "/history/task/count",
        "/history/variable-instance",
        "/history/variable-instance/count");

    // Tasklist, for whoever a task is meant for, and everybody's own account
    open(
        EVERYBODY,
        "POST",
        "/task/*/claim",
        "/task/*/unclaim",
        "/task/*/assignee",
        "/task/*/complete",
        "/task/*/submit-form",
        "/task/*/comment/create",
        "/task/*/identity-links",
        "/task/*/identity-links/delete");
    open(EVERYBODY, "PUT", "/task/*", "/user/*/credentials", "/user/*/profile");

    // Tasklist's "Start process", for whom a process of the owner's own names; HR sends events
    open(
        EnumSet.of(APPROVER, OPERATOR, PROCESSOWNER, ADMINISTRATOR),
        "POST",
        "/process-definition/*/submit-form",
        "/process-definition/key/*/submit-form");

    // an HR system that speaks to the engine
    open(
        EnumSet.of(HR, ADMINISTRATOR),
        "POST",
        "/process-definition/*/start",
        "/process-definition/key/*/start");

    // Camunda Modeler
    open(EnumSet.of(PROCESSOWNER, ADMINISTRATOR), "POST", "/deployment/create");

    // repairs in Cockpit
    open(OPERATORS, "PUT", "/job/*/retries", "/job-definition/*/retries", "/incident/*/annotation");
    open(OPERATORS, "POST", "/job/retries", "/process-instance/job-retries");
    open(OPERATORS, "DELETE", "/incident/*/annotation");

    // Admin
    open(
        ADMINISTRATORS,
        "POST",
        "/user/create",
        "/user/*/unlock",
        "/group/create",
        "/authorization/create");
    open(ADMINISTRATORS, "PUT", "/group/*", "/group/*/members/*", "/authorization/*");
    open(ADMINISTRATORS, "DELETE", "/user/*", "/group/*", "/group/*/members/*", "/authorization/*");

    // the rest of Cockpit and Tasklist
    open(
        ADMINISTRATORS,
        "POST",
        "/filter/create",
        "/deployment/*/redeploy",
        "/process-instance/*/variables",
        "/execution/*/localVariables",
        "/history/cleanup");
    open(
        ADMINISTRATORS,
        "PUT",
        "/filter/*",
        "/batch/*/suspended",
        "/job/*/suspended",
        "/job-definition/*/suspended",
        "/job-definition/*/jobPriority",
        "/process-instance/*/suspended",
        "/process-instance/*/variables/*",
        "/execution/*/localVariables/*",
        "/process-definition/*/suspended",
        "/process-definition/*/history-time-to-live",
        "/decision-definition/*/history-time-to-live",
        "/history/user-operation/*/set-annotation",
        "/history/user-operation/*/clear-annotation");
    open(
        ADMINISTRATORS,
        "DELETE",
        "/filter/*",
        "/batch/*",
        "/deployment/*",
        "/process-definition/*",
        "/process-instance/*",
        "/process-instance/*/variables/*",
        "/execution/*/localVariables/*");
  }

  private final List<PathPattern> roots;

  /**
   * Calls.
   *
   * @param roots where the engine's resources hang, the longest first, without a slash at the end
   */
  EngineCalls(String... roots) {
    this.roots = Stream.of(roots).map(PARSER::parse).toList();
  }

  /** Whether this call is open to this caller. */
  boolean areOpen(Authentication caller, HttpServletRequest request) {
    return isOpen(
        request.getMethod(),
        RequestPath.parse(request.getRequestURI(), request.getContextPath())
            .pathWithinApplication(),
        caller);
  }

  private boolean isOpen(String method, PathContainer path, Authentication caller) {
    for (var root : roots) {
      var rest = root.matchStartOfPath(path);
      if (rest != null) {
        var call = withoutLastSlash(rest.getPathRemaining());
        return OPEN.stream()
            .filter(rule -> rule.method().equals(method) && rule.path().matches(call))
            .anyMatch(rule -> rule.isFor(caller));
      }
    }
    return false;
  }

  /** The engine takes an address with a slash at its end for the one without. */
  private static PathContainer withoutLastSlash(PathContainer path) {
    var elements = path.elements();
    return elements.size() > 1 && elements.get(elements.size() - 1) instanceof Separator
        ? path.subPath(0, elements.size() - 1)
        : path;
  }

  private static void open(Set<Role> roles, String method, String... paths) {
    for (var path : paths) {
      OPEN.add(new Rule(method, PARSER.parse(path), roles));
    }
  }

  /**
   * One call that is open.
   *
   * @param method the HTTP method
   * @param path its path behind the root
   * @param roles who may call it; none stands for whoever is signed in
   */
  private record Rule(String method, PathPattern path, Set<Role> roles) {
    boolean isFor(Authentication caller) {
      if (!caller.isAuthenticated() || caller instanceof AnonymousAuthenticationToken) {
        return false;
      }
      return roles.isEmpty()
          || Role.among(caller.getAuthorities()).stream().anyMatch(roles::contains);
    }
  }
}
