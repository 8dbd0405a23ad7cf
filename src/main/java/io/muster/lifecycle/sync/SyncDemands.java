package io.muster.lifecycle.sync;

import io.muster.remote.Demands;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants every sync to say which groups it is about, and never everybody by mistake. */
final class SyncDemands implements Demands {
  @Override
  public List<String> problems(Binder settings) {
    return Demands.saidBy(() -> settings.bindOrCreate("muster.sync", SyncProperties.class).check());
  }
}
