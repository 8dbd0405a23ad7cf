package io.muster.directory.entra;

import io.muster.remote.RequiredSettings;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants every tenant that is named to be complete. */
final class EntraDemands implements RequiredSettings {
  @Override
  public List<String> problems(Binder settings) {
    return RequiredSettings.saidBy(
        () -> settings.bindOrCreate("muster.entra", EntraProperties.class).check());
  }
}
