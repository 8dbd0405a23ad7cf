package io.muster.sources.workday;

import io.muster.remote.RequiredSettings;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants every Workday connection that is named to be complete. */
final class WorkdayDemands implements RequiredSettings {
  @Override
  public List<String> problems(Binder settings) {
    return RequiredSettings.saidBy(
        () -> settings.bindOrCreate("muster.workday", WorkdayProperties.class).check());
  }
}
