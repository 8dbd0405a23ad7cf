package io.muster.devices.hexnode;

import io.muster.remote.RequiredSettings;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants a portal and its key. */
final class HexnodeDemands implements RequiredSettings {
  @Override
  public List<String> problems(Binder settings) {
    return RequiredSettings.saidBy(
        () -> settings.bindOrCreate("muster.hexnode", HexnodeProperties.class).check());
  }
}
