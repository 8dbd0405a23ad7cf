package io.muster.safety;

import io.muster.safety.WipeRecorded.What;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Tells the rest of the service what was decided and seen about wipes. */
@Component
class WipeNews {
  private final PlanStore plans;
  private final ApplicationEventPublisher events;

  WipeNews(PlanStore plans, ApplicationEventPublisher events) {
    this.plans = plans;
    this.events = events;
  }

  /** Nothing of somebody who did it. */
  void tell(What what, String plan, Instant at, @Nullable String detail) {
    tell(what, plan, at, null, detail);
  }

  /** What somebody did. */
  void tell(What what, String plan, Instant at, @Nullable String by, @Nullable String detail) {
    plans
        .find(plan)
        .ifPresent(
            found -> events.publishEvent(new WipeRecorded(what, plan, found, at, by, detail)));
  }

  /** That these were withdrawn, all for one reason. */
  void withdrawn(List<String> plans, String why, Instant at) {
    plans.forEach(plan -> tell(What.WITHDRAWN, plan, at, why));
  }

  /** What was seen of an order. */
  void seen(WipeOrder order, WipeOrder.State state, String words, Instant at) {
    var what =
        switch (state) {
          case PENDING -> What.SEEN_PENDING;
          case DONE -> What.SEEN_DONE;
          case FAILED, FORGOTTEN, GONE, WRITTEN_OFF -> What.SEEN_NOT_DONE;
        };
    tell(what, order.plan(), at, words);
  }
}
