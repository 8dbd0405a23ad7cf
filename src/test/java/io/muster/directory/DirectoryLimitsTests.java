package io.muster.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.remote.CallBudget;
import io.muster.remote.CallBudget.Room;
import io.muster.testing.GoogleServiceAccount;
import io.muster.testing.WholeEngine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Connections keep to what their vendors publish, without anybody's having said so. */
@TestPropertySource(
    properties = {
      "muster.entra.connections.tenant.tenant-id=acme.example",
      "muster.entra.connections.tenant.client-id=a2f0c3b1-0d5e-4c57-9f5d-0b6f4a2d7c11",
      "muster.entra.connections.tenant.client-secret=not-used-here",
      "muster.google.connections.domain.admin-email=admin@acme.example",
      "muster.google.connections.domain.domains=acme.example",
      "muster.google.connections.small.admin-email=admin@acme.example",
      "muster.google.connections.small.domains=small.example",
      "muster.budgets.connections.small.per-minute=100",
    })
class DirectoryLimitsTests extends WholeEngine {
  @Autowired private CallBudget budget;

  @DynamicPropertySource
  static void keys(DynamicPropertyRegistry properties) {
    var json = GoogleServiceAccount.named("muster").json();
    properties.add("muster.google.connections.domain.service-account-key", () -> json);
    properties.add("muster.google.connections.small.service-account-key", () -> json);
  }

  @Test
  void boundGoogleByItsQueriesAMinute() {
    assertThat(budget.room("domain")).containsExactly(new Room("minute", 2400, 2400));
  }

  @Test
  void boundEntraByItsWrites() {
    assertThat(budget.room("tenant")).containsExactly(new Room("minute", 1200, 1200));
  }

  @Test
  void giveWayToWhatIsConfigured() {
    assertThat(budget.room("small")).containsExactly(new Room("minute", 100, 100));
  }

  @Test
  void boundNobodyElse() {
    assertThat(budget.room("okta")).isEmpty();
  }
}
