package io.muster.sources;

import io.muster.remote.RequiredSettings;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants every word and field in the settings of HR sources to be one that can match. */
final class SourcesDemands implements RequiredSettings {
  @Override
  public List<String> problems(Binder settings) {
    return RequiredSettings.saidBy(
        () -> ConfiguredMappings.check(settings.bindOrCreate("muster", SourcesProperties.class)));
  }
}
