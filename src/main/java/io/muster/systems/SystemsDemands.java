package io.muster.systems;

import io.muster.remote.RequiredSettings;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants every system that is named to have an address, and credentials that fit together. */
final class SystemsDemands implements RequiredSettings {
  @Override
  public List<String> problems(Binder settings) {
    return RequiredSettings.saidBy(() -> settings.bindOrCreate("muster", SystemsProperties.class));
  }
}
