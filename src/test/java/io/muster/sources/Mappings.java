package io.muster.sources;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Mappings for tests of adapters, as production makes them. */
public final class Mappings {
  private Mappings() {}

  /** The mappings with these settings of one source, without {@code muster.sources.<name>.}. */
  public static FieldMappings of(String source, Map<String, String> settings) {
    var all = new HashMap<String, String>();
    settings.forEach(
        (name, value) -> all.put("muster.sources.%s.%s".formatted(source, name), value));
    return new ConfiguredMappings(
        new Binder(new MapConfigurationPropertySource(all))
            .bindOrCreate("muster", SourcesProperties.class),
        (word, matched) -> {});
  }
}
