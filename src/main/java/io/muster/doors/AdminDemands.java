package io.muster.doors;

import io.muster.remote.RequiredSettings;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants passwords of administrators that are long enough, if there are any in the settings. */
final class AdminDemands implements RequiredSettings {
  @Override
  public List<String> problems(Binder settings) {
    var admin = settings.bindOrCreate("muster.admin", AdminProperties.class);
    var recovery = settings.bindOrCreate("muster.recovery", RecoveryProperties.class);
    var problems = new ArrayList<String>();
    if (admin.hasPassword()) {
      problems.addAll(RequiredSettings.saidBy(admin::demandPassword));
    }
    if (recovery.isWanted()) {
      problems.addAll(RequiredSettings.saidBy(recovery::demandPassword));
    }
    return problems;
  }

  @Override
  public List<String> reminders(Binder settings) {
    return settings.bindOrCreate("muster.admin", AdminProperties.class).hasPassword()
        ? List.of()
        : List.of(
            "muster.admin.password: the first start needs one, of at least twelve characters, for the first administrator");
  }
}
