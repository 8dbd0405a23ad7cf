package io.muster.sources.bamboohr;

import io.muster.remote.RequiredSettings;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants every company that is named to be complete. */
final class BambooHrDemands implements RequiredSettings {
  @Override
  public List<String> problems(Binder settings) {
    return RequiredSettings.saidBy(
        () -> settings.bindOrCreate("muster.bamboohr", BambooHrProperties.class).check());
  }
}
