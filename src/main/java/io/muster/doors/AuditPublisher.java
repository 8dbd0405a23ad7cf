package io.muster.doors;

import java.util.function.Consumer;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Passes the lines of the audit log on as events. */
@Component
class AuditPublisher implements DisposableBean {
  private final Consumer<AuditEntry> publishing;

  AuditPublisher(ApplicationEventPublisher events) {
    this.publishing = events::publishEvent;
    Audit.passOnTo(publishing);
  }

  @Override
  public void destroy() {
    Audit.passOnNoMoreTo(publishing);
  }
}
