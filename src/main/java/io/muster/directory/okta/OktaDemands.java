package io.muster.directory.okta;

import io.muster.remote.RequiredSettings;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants every org that is named to be complete. */
final class OktaDemands implements RequiredSettings {
  @Override
  public List<String> problems(Binder settings) {
    return RequiredSettings.saidBy(
        () -> settings.bindOrCreate("muster.okta", OktaProperties.class).check());
  }
}
