package io.muster.intake;

import io.muster.intake.EventReplay.NotReplayable;
import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inbox.Receipt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The leavers of each source that wait, as there were too many at once, and what people decide. */
@Component
class HeldLeavers {
  private final JdbcClient jdbc;
  private final JdbcInbox inbox;
  private final EventReplay replays;

  HeldLeavers(JdbcClient jdbc, JdbcInbox inbox, EventReplay replays) {
    this.jdbc = jdbc;
    this.inbox = inbox;
    this.replays = replays;
  }

  /** Every source that has some. */
  List<Held> all() {
    var bySource = new LinkedHashMap<String, List<Receipt>>();
    jdbc.sql("select source, event_id from muster_inbox where fate = 'HELD' order by source, id")
        .query((row, number) -> List.of(row.getString("source"), row.getString("event_id")))
        .list()
        .forEach(
            key ->
                inbox
                    .find(key.get(0), key.get(1))
                    .filter(receipt -> receipt.fate() == Fate.HELD)
                    .ifPresent(
                        receipt ->
                            bySource
                                .computeIfAbsent(key.get(0), any -> new ArrayList<>())
                                .add(receipt)));
    return bySource.entrySet().stream()
        .map(entry -> new Held(entry.getKey(), digest(entry.getValue()), entry.getValue()))
        .toList();
  }

  private static String digest(List<Receipt> events) {
    return Digest.of(String.join(",", events.stream().map(it -> "" + it.number()).toList()));
  }

  /**
   * Has exactly these taken in, each by itself.
   *
   * @param list the digest of the list that the person was shown
   * @throws NotReplayable if the list is another by now
   */
  List<Receipt> agree(String source, String list, String by) {
    var receipts = new ArrayList<Receipt>();
    for (var event : demand(source, list)) {
      try {
        replays.replay(source, event.eventId(), Map.of(), by).ifPresent(receipts::add);
      } catch (NotReplayable settled) {
        // another person was quicker with this one
        inbox.find(source, event.eventId()).ifPresent(receipts::add);
      }
    }
    return receipts;
  }

  /**
   * Has nothing done about exactly these.
   *
   * @param list the digest of the list that the person was shown
   * @throws NotReplayable if the list is another by now
   */
  List<Receipt> decline(String source, String list, String by, String reason) {
    var events = demand(source, list);
    events.forEach(
        event ->
            inbox.settle(
                source,
                event.eventId(),
                "Declined by %s: %s. Nobody was offboarded by it.".formatted(by, reason),
                by));
    return events.stream().flatMap(event -> inbox.find(source, event.eventId()).stream()).toList();
  }

  private List<Receipt> demand(String source, String list) {
    var held = all().stream().filter(one -> one.source().equals(source)).findFirst();
    if (held.isEmpty()) {
      throw new NotReplayable("Nothing of the source '%s' is held.".formatted(source));
    }
    if (!held.get().list().equals(list)) {
      throw new NotReplayable(
          "The list has changed since you were shown it; nothing was done. Look at /api/held-leavers again.");
    }
    return held.get().events();
  }

  /**
   * What waits of one source.
   *
   * @param list the digest of the events
   */
  record Held(String source, String list, List<Receipt> events) {}
}
