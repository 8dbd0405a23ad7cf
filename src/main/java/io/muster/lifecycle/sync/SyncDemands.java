package io.muster.lifecycle.sync;

import io.muster.remote.RequiredSettings;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants every sync to say which groups it is about, and never everybody by mistake. */
final class SyncDemands implements RequiredSettings {
  @Override
  public List<String> problems(Binder settings) {
    return RequiredSettings.saidBy(
        () -> settings.bindOrCreate("muster.sync", SyncProperties.class).check());
  }
}
