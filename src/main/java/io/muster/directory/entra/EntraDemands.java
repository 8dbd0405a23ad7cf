package io.muster.directory.entra;

import io.muster.remote.Demands;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants every tenant that is named to be complete. */
final class EntraDemands implements Demands {
  @Override
  public List<String> problems(Binder settings) {
    return Demands.saidBy(
        () -> settings.bindOrCreate("muster.entra", EntraProperties.class).check());
  }
}
