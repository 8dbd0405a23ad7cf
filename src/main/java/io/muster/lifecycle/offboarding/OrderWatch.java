package io.muster.lifecycle.offboarding;

import io.muster.lifecycle.Alarms;
import io.muster.lifecycle.OtherCases;
import io.muster.remote.CallPriority;
import io.muster.remote.FixedDelayTask;
import io.muster.remote.RemoteFailure;
import io.muster.safety.DeviceId;
import io.muster.safety.WipeOrder;
import io.muster.safety.WipeSafety;
import io.muster.safety.WipeSafety.Outstanding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at wipes that were ordered and that no case looks at any more: the leaving was taken back,
 * another case overtook it, or its diagram does not look. Whatever a diagram says, an order that
 * became a wrong one is told at the next look.
 */
@Component
class OrderWatch {
  /** As often as this at most; ever more rarely, as each look costs calls. */
  private static final Duration OFTEN = Duration.ofHours(1);

  private static final Duration RARELY = Duration.ofDays(1);
  private static final Duration ANSWERED_FOR = Duration.ofDays(7);

  /** Cases look by themselves, after a week at the latest. */
  private static final Duration BY_ITS_CASE = Duration.ofDays(8);

  private static final int PART_OF_THE_WAIT = 4;
  private static final int MOST_AT_ONCE = 20;
  private static final Logger log = LoggerFactory.getLogger(OrderWatch.class);

  private final WipeSafety safety;
  private final Orders orders;
  private final OtherCases cases;
  private final Alarms alarms;
  private final TransactionTemplate together;
  private final Clock clock;

  /** When a look failed last, so that others have their turn. */
  private final Map<String, Instant> failures = new ConcurrentHashMap<>();

  OrderWatch(
      WipeSafety safety,
      Orders orders,
      OtherCases cases,
      Alarms alarms,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.together = new TransactionTemplate(transactions);
    this.safety = safety;
    this.orders = orders;
    this.cases = cases;
    this.alarms = alarms;
    this.clock = clock;
  }

  /** Looks once at each that is due. */
  void look() {
    safety.outstanding().stream()
        .filter(this::isDue)
        .limit(MOST_AT_ONCE)
        .forEach(one -> CallPriority.VERIFICATION.during(() -> look(one.order())));
  }

  /**
   * Looks at whatever is out about the leaver of this case, in the caller's transaction. What
   * cannot be seen now is looked at later, and stops nothing.
   */
  void lookAt(String caseId) {
    for (var order : safety.outstanding(caseId)) {
      try {
        tell(orders.look(order.warrant()));
      } catch (RemoteFailure unseen) {
        tellUnseen(order, unseen);
      }
    }
  }

  private boolean isDue(Outstanding one) {
    var now = clock.instant();
    var failed = failures.get(one.order().warrant());
    if (now.isBefore(one.lookedAt().plus(OFTEN))
        || (failed != null && now.isBefore(failed.plus(OFTEN)))) {
      return false;
    }
    var again = cases.isAtWork(one.caseId()) ? BY_ITS_CASE : again(one.order(), now);
    return !now.isBefore(one.lookedAt().plus(again));
  }

  private static Duration again(WipeOrder order, Instant now) {
    var most = order.state() == WipeOrder.State.WRITTEN_OFF ? ANSWERED_FOR : RARELY;
    var rarely = Duration.between(order.calledAt(), now).dividedBy(PART_OF_THE_WAIT);
    return rarely.compareTo(OFTEN) < 0 ? OFTEN : rarely.compareTo(most) > 0 ? most : rarely;
  }

  private boolean look(WipeOrder order) {
    try {
      // what was seen and what is told of it are kept together
      together.executeWithoutResult(transaction -> tell(orders.look(order.warrant())));
      failures.remove(order.warrant());
      return true;
    } catch (RuntimeException unseen) {
      failures.put(order.warrant(), clock.instant());
      tellUnseen(order, unseen);
      return false;
    }
  }

  private static void tellUnseen(WipeOrder order, RuntimeException unseen) {
    log.warn("nobody can see whether device {} was wiped: {}", order.device(), unseen.getMessage());
  }

  /** Has operators asked while the order may reach somebody it should not, or has. */
  void tell(Orders.Look look) {
    var about = about(look.order().device());
    if (look.forbidden().isPresent()) {
      alarms.raise(about, look.forbidden().get());
    } else if (look.order().mayStillFire()) {
      alarms.goesOn(about, "%s It may still be carried out.".formatted(look.order().words()));
    } else {
      alarms.over(about);
    }
  }

  static String about(DeviceId device) {
    return "wipe-order." + device;
  }

  @Configuration(proxyBeanMethods = false)
  static class EveryTenMinutes {
    @Bean
    FixedDelayTask lookAtOrders(OrderWatch watch) {
      return new FixedDelayTask("wipe-orders", Duration.ofMinutes(10), watch::look);
    }
  }
}
