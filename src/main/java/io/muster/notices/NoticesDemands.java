package io.muster.notices;

import io.muster.directory.PublicAddress;
import io.muster.remote.RequiredSettings;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants whoever is to be told something to be reachable. */
final class NoticesDemands implements RequiredSettings {
  @Override
  public List<String> problems(Binder settings) {
    var wrong = new ArrayList<String>();
    wrong.addAll(
        RequiredSettings.saidBy(
            () ->
                wrong.addAll(
                    settings
                        .bindOrCreate("muster.notices", NoticesProperties.class)
                        .problems(
                            settings.bind("spring.mail.host", String.class).orElse(null),
                            settings.bindOrCreate("muster", PublicAddress.class).publicUrl()))));
    return wrong;
  }
}
