package io.muster.intake.webhook;

import io.muster.remote.RequiredSettings;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants every HR system that is named to have a secret to sign with. */
final class WebhookDemands implements RequiredSettings {
  @Override
  public List<String> problems(Binder settings) {
    return RequiredSettings.saidBy(
        () -> settings.bindOrCreate("muster.webhook", WebhookProperties.class));
  }
}
