package io.muster.doors;

import io.muster.remote.Demands;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants a first administrator's password that is long enough, if there is one. */
final class AdminDemands implements Demands {
  @Override
  public List<String> problems(Binder settings) {
    var admin = settings.bindOrCreate("muster.admin", AdminProperties.class);
    return admin.hasPassword() ? Demands.saidBy(admin::demandPassword) : List.of();
  }

  @Override
  public List<String> reminders(Binder settings) {
    return settings.bindOrCreate("muster.admin", AdminProperties.class).hasPassword()
        ? List.of()
        : List.of(
            "muster.admin.password: the first start needs one, of at least twelve characters, for the first administrator");
  }
}
