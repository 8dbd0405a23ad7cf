package io.muster.doors;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.engine.rest.impl.NamedProcessEngineRestServiceImpl;

/**
 * One endpoint of the engine's REST API, as the engine's own classes declare it.
 *
 * @param method the HTTP method
 * @param path the path template, from the engine's resources on
 */
record EngineEndpoint(String method, String path) {
  private static final List<Class<? extends Annotation>> METHODS =
      List.of(GET.class, POST.class, PUT.class, DELETE.class, OPTIONS.class);
  private static final String ENGINE = "/engine/{name}";
  private static final int DEEPEST = 6;

  /** All of them, in a stable order. */
  static List<EngineEndpoint> all() {
    var found =
        new TreeSet<>(
            Comparator.comparing(EngineEndpoint::path).thenComparing(EngineEndpoint::method));
    collect(NamedProcessEngineRestServiceImpl.class, "/engine", 0, found);
    return List.copyOf(found);
  }

  /** Whether it answers a question, in the address or in the body, and changes nothing. */
  boolean isRead() {
    return !method.equals("PUT") && !method.equals("DELETE") && !method.equals("POST");
  }

  @Override
  public String toString() {
    return method + " " + path;
  }

  private static void collect(Class<?> type, String base, int depth, Set<EngineEndpoint> found) {
    for (var handler : type.getMethods()) {
      if (handler.isBridge() || depth > DEEPEST) {
        continue;
      }
      var part = declared(handler, Path.class).map(Path::value).map("/"::concat);
      var path = (base + part.orElse("")).replaceAll("/+", "/").replaceAll("/$", "");
      var methods = METHODS.stream().filter(it -> declared(handler, it).isPresent()).toList();
      methods.forEach(
          method ->
              found.add(new EngineEndpoint(method.getSimpleName(), path.replace(ENGINE, ""))));
      if (methods.isEmpty() && part.isPresent()) {
        collect(handler.getReturnType(), path, depth + 1, found);
      }
    }
  }

  /** An annotation of the method, or of the one it implements. */
  private static <A extends Annotation> Optional<A> declared(Method handler, Class<A> kind) {
    return ancestors(handler.getDeclaringClass())
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(it -> it.getName().equals(handler.getName()))
        .filter(it -> List.of(it.getParameterTypes()).equals(List.of(handler.getParameterTypes())))
        .map(it -> it.getAnnotation(kind))
        .filter(annotation -> annotation != null)
        .findFirst();
  }

  private static Stream<Class<?>> ancestors(Class<?> type) {
    var all = new LinkedHashSet<Class<?>>();
    all.add(type);
    Stream.of(type.getInterfaces()).flatMap(EngineEndpoint::ancestors).forEach(all::add);
    if (type.getSuperclass() != null) {
      ancestors(type.getSuperclass()).forEach(all::add);
    }
    return all.stream();
  }
}
