package io.muster.directory.google;

import io.muster.remote.Demands;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants every Google connection that is named to be complete. */
final class GoogleDemands implements Demands {
  @Override
  public List<String> problems(Binder settings) {
    return Demands.saidBy(
        () -> settings.bindOrCreate("muster.google", GoogleProperties.class).check());
  }
}
