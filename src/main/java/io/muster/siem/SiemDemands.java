package io.muster.siem;

import io.muster.remote.RequiredSettings;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants the file for the SIEM to be one that can be written. */
final class SiemDemands implements RequiredSettings {
  @Override
  public List<String> problems(Binder settings) {
    var wrong = new ArrayList<String>();
    wrong.addAll(
        RequiredSettings.saidBy(
            () ->
                wrong.addAll(
                    settings.bindOrCreate("muster.siem", SiemProperties.class).problems())));
    return wrong;
  }
}
