package io.muster.systems;

import io.muster.systems.CallBacks.Undelivered;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.camunda.bpm.engine.RuntimeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells cases what systems have said. A system may be faster than the case that waits for it, so
 * what cannot be told yet is tried again, by whichever node comes to it.
 */
@Component
class CallBackDelivery {
  /** The message that a receive task of a diagram waits for. */
  static final String MESSAGE = "systemAnswered";

  private static final Logger log = LoggerFactory.getLogger(CallBackDelivery.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int MOST = 200;

  private final CallBacks callBacks;
  private final RuntimeService runtime;
  private final TransactionTemplate together;

  CallBackDelivery(
      CallBacks callBacks, RuntimeService runtime, PlatformTransactionManager transactions) {
    this.callBacks = callBacks;
    this.runtime = runtime;
    this.together = new TransactionTemplate(transactions);
  }

  /** Tries one that has just come; if it fails, it is tried again later. */
  void deliver(UUID key) {
    var unused = deliver(() -> callBacks.of(key));
  }

  /** Tries all whose turn it is, and forgets what is too late. */
  void deliverAll() {
    for (var count = 0; count < MOST; count++) {
      if (!deliver(callBacks::next)) {
        break;
      }
    }
    callBacks.removeOld();
  }

  /** False if there was none. */
  private boolean deliver(Supplier<Optional<Undelivered>> find) {
    var tried = new UUID[1];
    try {
      var isDone =
          together.execute(
              transaction -> {
                var next = find.get();
                next.ifPresent(undelivered -> tried[0] = undelivered.key());
                return next.filter(this::handOver).isPresent();
              });
      if (tried[0] != null && !Boolean.TRUE.equals(isDone)) {
        callBacks.later(tried[0], PAUSE);
      }
    } catch (RuntimeException failed) {
      if (tried[0] == null) {
        throw failed;
      }
      log.warn("call back {} could not be handed over; it is tried again", tried[0], failed);
      callBacks.later(tried[0], PAUSE);
    }
    return tried[0] != null;
  }

  private boolean handOver(Undelivered undelivered) {
    var waiting =
        runtime
            .createExecutionQuery()
            .processInstanceId(undelivered.processInstance())
            .activityId(undelivered.task())
            .messageEventSubscriptionName(MESSAGE)
            .listPage(0, 1);
    if (waiting.isEmpty()) {
      return false;
    }
    runtime.messageEventReceived(MESSAGE, waiting.get(0).getId(), undelivered.answer());
    callBacks.delivered(undelivered.key());
    log.info(
        "process instance {} goes on from {}: the system has called back",
        undelivered.processInstance(),
        undelivered.task());
    return true;
  }
}
