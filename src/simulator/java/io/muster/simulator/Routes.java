package io.muster.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds the handler of a call by method and path template, such as {@code GET /users/{id}/}.
 *
 * <p>A template with fewer variables goes first, so {@code /users/me} is not taken for an id.
 */
public final class Routes {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  private final List<Route> routes = new ArrayList<>();

  /** Answers one call. */
  @FunctionalInterface
  public interface Handler {
    Answer answer(Call call);
  }

  /** Adds a handler. */
  public Routes on(String method, String template, Handler handler) {
    routes.add(Route.of(method, template, handler));
    routes.sort(Comparator.comparingInt(route -> route.variables().size()));
    return this;
  }

  /** The answer of the handler, or empty if there is none for this method and path. */
  public Optional<Answer> answer(Call call) {
    for (var route : routes) {
      if (route.method().equals(call.method())) {
        var found = route.path().matcher(call.path());
        if (found.matches()) {
          return Optional.of(route.handler().answer(call.with(route.read(found))));
        }
      }
    }
    return Optional.empty();
  }

  /** The methods that the path knows; none if nothing is there. */
  public Set<String> methodsAt(String path) {
    var methods = new TreeSet<String>();
    for (var route : routes) {
      if (route.path().matcher(path).matches()) {
        methods.add(route.method());
      }
    }
    return methods;
  }

  private record Route(String method, Pattern path, List<String> variables, Handler handler) {
    static Route of(String method, String template, Handler handler) {
      var names = new ArrayList<String>();
      var regex = new StringBuilder();
      var variable = VARIABLE.matcher(template);
      int from = 0;
      while (variable.find()) {
        regex.append(Pattern.quote(template.substring(from, variable.start()))).append("([^/]+)");
        names.add(variable.group(1));
        from = variable.end();
      }
      regex.append(Pattern.quote(template.substring(from)));
      return new Route(method, Pattern.compile(regex.toString()), List.copyOf(names), handler);
    }

    Map<String, String> read(MatchResult found) {
      var values = new LinkedHashMap<String, String>();
      for (int i = 0; i < variables.size(); i++) {
        // a plus sign in a path is a plus sign
        var raw = found.group(i + 1).replace("+", "%2B");
        values.put(variables.get(i), URLDecoder.decode(raw, StandardCharsets.UTF_8));
      }
      return values;
    }
  }
}
