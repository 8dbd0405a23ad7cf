package io.muster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Keeps the keys of map-shaped settings as their file has them.
 *
 * <p>The binder drops what is neither a letter of the English alphabet nor a digit, unless the key
 * is in brackets: {@code zones.New York} arrives as {@code NewYork}, matches no location, and
 * people get another time zone. So the brackets are put there before anything is bound.
 */
final class ExactKeys implements EnvironmentPostProcessor, Ordered {
  private static final Pattern LOSES_LETTERS =
      Pattern.compile("(?i)muster\\.(.*[^a-z0-9._\\[\\]-].*|.*\\.-.*)");

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    keep(environment);
  }

  /** Puts brackets round what would lose letters, in every source of settings. */
  static void keep(ConfigurableEnvironment environment) {
    var sources = environment.getPropertySources();
    var losing = sources.stream().filter(ExactKeys::losesLetters).toList();
    if (losing.isEmpty()) {
      return;
    }
    var settings = MapSettings.ofTheService();
    for (var source : losing) {
      sources.replace(source.getName(), exact(source, settings::exact));
    }
  }

  /** One that is a map stays one, as others may look for it; one that changes is looked through. */
  private static PropertySource<?> exact(PropertySource<?> source, UnaryOperator<String> exact) {
    return source instanceof MapPropertySource map && !(source instanceof PropertiesPropertySource)
        ? new ExactMap(map, exact)
        : new Exact((EnumerablePropertySource<?>) source, exact);
  }

  private static String exact(String name, UnaryOperator<String> exact) {
    return LOSES_LETTERS.matcher(name).matches() ? exact.apply(name) : name;
  }

  private static boolean losesLetters(PropertySource<?> source) {
    return source instanceof EnumerablePropertySource<?> named
        && !(source instanceof Exact || source instanceof ExactMap)
        && Stream.of(named.getPropertyNames())
            .anyMatch(name -> LOSES_LETTERS.matcher(name).matches());
  }

  /** A map whose names have brackets where they need them. */
  private static final class ExactMap extends MapPropertySource implements OriginLookup<String> {
    private final UnaryOperator<String> exact;
    private final boolean immutable;

    ExactMap(MapPropertySource original, UnaryOperator<String> exact) {
      super(original.getName(), renamed(original, exact));
      this.exact = exact;
      this.immutable =
          original instanceof OriginTrackedMapPropertySource tracked && tracked.isImmutable();
    }

    private static Map<String, Object> renamed(
        MapPropertySource original, UnaryOperator<String> exact) {
      var renamed = new LinkedHashMap<String, Object>();
      original.getSource().forEach((name, value) -> renamed.put(exact(name, exact), value));
      return renamed;
    }

    @Override
    public @Nullable Object getProperty(String name) {
      var value = super.getProperty(exact(name, exact));
      return value instanceof OriginTrackedValue tracked ? tracked.getValue() : value;
    }

    @Override
    public @Nullable Origin getOrigin(String name) {
      return Origin.from(super.getProperty(exact(name, exact)));
    }

    @Override
    public boolean isImmutable() {
      return immutable;
    }
  }

  /** A source whose names have brackets where they need them. */
  private static final class Exact extends EnumerablePropertySource<Object>
      implements OriginLookup<String> {
    private final EnumerablePropertySource<?> original;
    private final Map<String, String> originals = new LinkedHashMap<>();

    Exact(EnumerablePropertySource<?> original, UnaryOperator<String> exact) {
      super(original.getName(), Objects.requireNonNull(original.getSource()));
      this.original = original;
      for (var name : original.getPropertyNames()) {
        originals.put(exact(name, exact), name);
      }
    }

    @Override
    public String[] getPropertyNames() {
      return originals.keySet().toArray(String[]::new);
    }

    @Override
    public @Nullable Object getProperty(String name) {
      return original.getProperty(originals.getOrDefault(name, name));
    }

    @Override
    public @Nullable Origin getOrigin(String name) {
      return OriginLookup.getOrigin(original, originals.getOrDefault(name, name));
    }

    @Override
    public boolean isImmutable() {
      return true;
    }
  }
}
