package io.muster;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * The settings whose keys are somebody's own words, such as a location or a status.
 *
 * <p>They are read off the settings' records, so that a new map is known as soon as it is written.
 */
final class MapSettings {
  private static final String PLAIN_NAME = "[A-Za-z0-9._-]+";

  private final List<Root> roots;

  private MapSettings(List<Root> roots) {
    this.roots = roots;
  }

  /** The maps in all settings of the service. */
  static MapSettings ofTheService() {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    return of(
        scanner.findCandidateComponents(MapSettings.class.getPackageName()).stream()
            .map(found -> Objects.requireNonNull(found.getBeanClassName()))
            .<Class<?>>map(name -> ClassUtils.resolveClassName(name, null))
            .toList());
  }

  /** The maps in some settings. */
  static MapSettings of(List<Class<?>> settings) {
    return new MapSettings(
        settings.stream()
            .filter(Class::isRecord)
            .flatMap(
                type ->
                    Optional.ofNullable(
                        AnnotationUtils.findAnnotation(type, ConfigurationProperties.class))
                        .map(annotation -> new Root(annotation.value() + ".", type))
                        .stream())
            .toList());
  }

  /** The same name with each of somebody's words in brackets, which the binder leaves alone. */
  String exact(String name) {
    return roots.stream()
        .filter(root -> name.regionMatches(true, 0, root.prefix(), 0, root.prefix().length()))
        .flatMap(root -> exact(root, name).stream())
        .findFirst()
        .orElse(name);
  }

  private static Optional<String> exact(Root root, String name) {
    var begin = name.substring(0, root.prefix().length() - 1);
    return below(root.type(), name.substring(root.prefix().length())).map(rest -> begin + rest);
  }

  /** What is left of a name below a record; empty where the record has no such part. */
  private static Optional<String> below(Class<?> record, String rest) {
    var end = Stream.of(rest.indexOf('.'), rest.indexOf('[')).filter(at -> at >= 0);
    var length = end.min(Integer::compare).orElse(rest.length());
    return component(record, rest.substring(0, length))
        .map(RecordComponent::getGenericType)
        .map(type -> "." + rest.substring(0, length) + within(type, rest.substring(length)));
  }

  private static String within(Type type, String rest) {
    if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
      return keyed(map.getActualTypeArguments()[1], rest);
    }
    return type instanceof Class<?> record && record.isRecord() && rest.startsWith(".")
        ? below(record, rest.substring(1)).orElse(rest)
        : rest;
  }

  /** A word may hold dots where nothing else can follow it, and wherever it is in brackets. */
  private static String keyed(Type value, String rest) {
    if (rest.startsWith("[")) {
      var after = rest.indexOf(']') + 1;
      return rest.substring(0, after) + within(value, rest.substring(after));
    }
    if (!rest.startsWith(".")) {
      return rest;
    }
    var end = isMapOrRecord(value) ? end(rest) : endOfLast(value, rest);
    return bracketed(rest.substring(1, end)) + within(value, rest.substring(end));
  }

  private static int end(String rest) {
    return Stream.of(rest.indexOf('.', 1), rest.indexOf('[', 1))
        .filter(at -> at > 0)
        .min(Integer::compare)
        .orElse(rest.length());
  }

  private static int endOfLast(Type value, String rest) {
    var isList =
        value instanceof ParameterizedType list
            && list.getRawType() instanceof Class<?> raw
            && Collection.class.isAssignableFrom(raw);
    return isList ? rest.replaceFirst("\\[\\d+]$", "").length() : rest.length();
  }

  private static boolean isMapOrRecord(Type value) {
    return value instanceof Class<?> type
        ? type.isRecord() && type.getName().contains("$")
        : value instanceof ParameterizedType map && map.getRawType() == Map.class;
  }

  private static String bracketed(String word) {
    var isPlain = word.matches(PLAIN_NAME) && !word.startsWith("-") && !word.contains(".-");
    return isPlain || word.startsWith("[") || word.isEmpty() ? "." + word : "[" + word + "]";
  }

  private static Optional<RecordComponent> component(Class<?> record, String name) {
    return Stream.of(record.getRecordComponents())
        .filter(component -> same(component.getName(), name))
        .findFirst();
  }

  private static boolean same(String component, String name) {
    return component
        .toLowerCase(Locale.ROOT)
        .equals(name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT));
  }

  /**
   * The beginning of some settings.
   *
   * @param prefix ends with a dot
   */
  private record Root(String prefix, Class<?> type) {}
}
