package io.muster.intake.webhook;

import io.muster.intake.Inbox;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Whether HR's webhooks are set up and have been heard from. */
@Component
class WebhookPreflight implements PreflightSource, Preflight {
  private static final int NEWEST = 500;

  private final WebhookProperties properties;
  private final Inbox inbox;

  WebhookPreflight(WebhookProperties properties, Inbox inbox) {
    this.properties = properties;
    this.inbox = inbox;
  }

  @Override
  public List<Preflight> preflights() {
    return List.of(this);
  }

  @Override
  public String connection() {
    return "webhooks";
  }

  @Override
  public String kind() {
    return "HR";
  }

  @Override
  public List<Finding> check(Expectations expected) {
    var findings = new ArrayList<Finding>();
    if (properties.sources().isEmpty()) {
      findings.add(
          Finding.warns(
              "No HR system may send webhooks.",
              "Set muster.webhook.sources.<name>.secrets[0], unless HR comes in by file or otherwise."));
    }
    var heard = inbox.newest(null, null, NEWEST);
    properties
        .sources()
        .forEach(
            (name, source) -> {
              findings.add(
                  heard.stream().anyMatch(receipt -> receipt.source().equals(name))
                      ? Finding.good("The source '%s' has been heard from.".formatted(name))
                      : Finding.warns(
                          "The source '%s' is not among the last %d events."
                              .formatted(name, NEWEST),
                          "Have it send a test event; examples/ shows how."));
              if (source.secrets().size() > 1) {
                findings.add(
                    Finding.warns(
                        "The source '%s' has %d secrets, an old one among them."
                            .formatted(name, source.secrets().size()),
                        "Take the old one out once the sender uses the new one."));
              }
            });
    return findings;
  }
}
