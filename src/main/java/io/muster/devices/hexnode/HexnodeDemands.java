package io.muster.devices.hexnode;

import io.muster.remote.Demands;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants a portal and its key. */
final class HexnodeDemands implements Demands {
  @Override
  public List<String> problems(Binder settings) {
    return Demands.saidBy(
        () -> settings.bindOrCreate("muster.hexnode", HexnodeProperties.class).check());
  }
}
