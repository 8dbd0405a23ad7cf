package io.muster.sources.csv;

import io.muster.remote.RequiredSettings;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants the settings of files with everybody to be readable. */
final class SnapshotFilesDemands implements RequiredSettings {
  @Override
  public List<String> problems(Binder settings) {
    return RequiredSettings.saidBy(
        () -> settings.bindOrCreate("muster", SnapshotFilesProperties.class));
  }
}
