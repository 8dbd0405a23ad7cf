package io.muster.testing;

import io.muster.ledger.CaseRef;
import io.muster.ledger.EffectTarget;
import io.muster.ledger.Entry;
import io.muster.ledger.Ledger;
import io.muster.people.EmployeeId;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A ledger in memory, for tests of an adapter without a database. */
public final class InMemoryLedger implements Ledger {
  private final List<Entry> entries = new ArrayList<>();
  private final Clock clock;

  /** An empty ledger. */
  public InMemoryLedger(Clock clock) {
    this.clock = clock;
  }

  @Override
  public <T> T perform(
      String connection, String action, List<EffectTarget> targets, Supplier<T> call) {
    var index = targets.stream().map(target -> intend(connection, action, target)).toList();
    try {
      var answer = OutboundCallGuard.withIntent(new OutboundCallGuard.Intent(), call);
      answered(index, Entry.Answer.ACCEPTED);
      return answer;
    } catch (RemoteFailure.Unavailable failure) {
      answered(index, failure.surelyNotSent() ? Entry.Answer.NOT_SENT : Entry.Answer.LOST);
      throw failure;
    } catch (RemoteFailure.Refused failure) {
      answered(index, Entry.Answer.REFUSED);
      throw failure;
    } catch (RemoteFailure.Misconfigured failure) {
      answered(index, Entry.Answer.NOT_SENT);
      throw failure;
    } catch (RuntimeException | Error failure) {
      answered(index, Entry.Answer.LOST);
      throw failure;
    }
  }

  private synchronized int intend(String connection, String action, EffectTarget target) {
    entries.add(
        new Entry(
            entries.size() + 1L,
            target.behalf(),
            connection,
            action,
            target.target(),
            clock.instant(),
            null,
            Entry.Answer.NONE,
            null,
            null,
            null,
            null));
    return entries.size() - 1;
  }

  private synchronized void answered(List<Integer> indexes, Entry.Answer answer) {
    indexes.forEach(index -> answered(index, answer));
  }

  private void answered(int index, Entry.Answer answer) {
    var was = entries.get(index);
    entries.set(
        index,
        new Entry(
            was.id(),
            was.onBehalfOf(),
            was.connection(),
            was.action(),
            was.target(),
            was.intendedAt(),
            clock.instant(),
            answer,
            null,
            was.seenAt(),
            was.asWished(),
            was.seen()));
  }

  @Override
  public synchronized Optional<Entry> latest(String action, String target) {
    return entries.stream()
        .filter(
            entry ->
                entry.onBehalfOf().id().equals(CaseRef.current().id())
                    && entry.action().equals(action)
                    && entry.target().equals(target))
        .reduce((earlier, later) -> later);
  }

  @Override
  public synchronized void saw(String action, String target, boolean asWished, String seen) {
    latest(action, target)
        .ifPresent(
            was ->
                entries.set(
                    (int) was.id() - 1,
                    new Entry(
                        was.id(),
                        was.onBehalfOf(),
                        was.connection(),
                        was.action(),
                        was.target(),
                        was.intendedAt(),
                        was.answeredAt(),
                        was.answer(),
                        was.note(),
                        clock.instant(),
                        asWished,
                        seen)));
  }

  @Override
  public synchronized List<Entry> of(EmployeeId employee) {
    return entries.stream()
        .filter(entry -> entry.onBehalfOf().employee().equals(employee))
        .toList();
  }
}
