package io.muster.sources.csv;

import io.muster.remote.Demands;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants the settings of files with everybody to be readable. */
final class SnapshotFilesDemands implements Demands {
  @Override
  public List<String> problems(Binder settings) {
    return Demands.saidBy(() -> settings.bindOrCreate("muster", SnapshotFilesProperties.class));
  }
}
