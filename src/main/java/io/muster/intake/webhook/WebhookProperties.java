package io.muster.intake.webhook;

import io.muster.remote.ConnectedSystem;
import io.muster.remote.ConnectedSystem.Kind;
import io.muster.remote.ConnectedSystems;
import io.muster.remote.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Who may push HR events to us.
 *
 * @param sources the HR systems by name, default none; the name is part of the URL
 * @param maxBody the largest body that is read, default 64 KB
 */
@ConfigurationProperties("muster.webhook")
record WebhookProperties(
    @DefaultValue Map<String, Source> sources, @DefaultValue("64KB") DataSize maxBody)
    implements ConnectedSystems {

  WebhookProperties {
    sources = Map.copyOf(sources);
    sources.forEach((name, source) -> source.check(name));
  }

  @Override
  public List<ConnectedSystem> connected() {
    return sources.entrySet().stream()
        .map(
            each ->
                new ConnectedSystem(
                    Kind.HR,
                    each.getKey(),
                    "muster.webhook.sources." + each.getKey(),
                    "signed webhooks"))
        .toList();
  }

  /**
   * One HR system.
   *
   * @param secrets what it signs with, each {@code whsec_} and base64 of 24 to 64 bytes; several
   *     while a secret is being replaced. No default
   * @param tolerance how far its clock may be from ours, default 300 s
   */
  record Source(@DefaultValue List<Secret> secrets, @DefaultValue("300s") Duration tolerance) {
    Source {
      secrets = List.copyOf(secrets);
    }

    private void check(String name) {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,62}")) {
        throw new IllegalArgumentException(
            "muster.webhook.sources: a name is 1 to 63 letters, digits, dashes, underscores");
      }
      if (secrets.isEmpty()) {
        throw new IllegalArgumentException(
            "muster.webhook.sources.%s.secrets is empty. Make one with: echo whsec_$(openssl rand -base64 32)"
                .formatted(name));
      }
      for (int i = 0; i < secrets.size(); i++) {
        if (!Signatures.usable(secrets.get(i))) {
          throw new IllegalArgumentException(
              "muster.webhook.sources.%s.secrets[%d] is not whsec_ followed by base64 of 24 to 64 bytes. Make one with: echo whsec_$(openssl rand -base64 32)"
                  .formatted(name, i));
        }
      }
    }
  }
}
