package io.muster.siem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.doors.AuditEntry;
import io.muster.ledger.EffectRecorded;
import io.muster.people.HoldChanged;
import io.muster.process.AnswerGiven;
import io.muster.safety.WipeRecorded;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps what a SIEM wants to know, in the transaction in which it happens: what is rolled back was
 * never an event, and what is committed is never lost.
 */
@Component
class SiemListener {
  private final SiemProperties properties;
  private final SiemStore store;
  private final TransactionTemplate alone;
  private final ObjectMapper json = new ObjectMapper();
  private final Clock clock;

  SiemListener(
      SiemProperties properties,
      SiemStore store,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.properties = properties;
    this.store = store;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  /** By itself, as what was refused is rolled back and stays a refusal. */
  @EventListener
  void audited(AuditEntry entry) {
    if (properties.isOn()) {
      alone.executeWithoutResult(transaction -> keep(AuditEvents.of(entry, clock.instant())));
    }
  }

  @EventListener
  void recorded(EffectRecorded effect) {
    if (properties.isOn()) {
      EffectEvents.of(effect).ifPresent(this::keep);
    }
  }

  @EventListener
  void answered(AnswerGiven answer) {
    if (properties.isOn()) {
      keep(DecisionEvents.of(answer));
    }
  }

  @EventListener
  void held(HoldChanged hold) {
    if (properties.isOn()) {
      keep(DecisionEvents.of(hold));
    }
  }

  @EventListener
  void wiped(WipeRecorded wipe) {
    if (properties.isOn()) {
      keep(DecisionEvents.of(wipe));
    }
  }

  void keep(SecurityEvent event) {
    try {
      store.keep(json.writeValueAsString(event.members(UUID.randomUUID().toString())));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
