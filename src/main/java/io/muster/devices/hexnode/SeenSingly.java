package io.muster.devices.hexnode;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What one transaction saw singly, to be kept in the index at its end.
 *
 * <p>It is kept as well if the transaction is rolled back, as it was seen all the same. Written any
 * earlier, its row would be locked for as long as the step calls other systems, and a list that the
 * same step reads would wait for it for ever.
 */
final class SeenSingly implements TransactionSynchronization {
  /** Before evidence, which locks its chain last of all. */
  private static final int BEFORE_EVIDENCE = Ordered.LOWEST_PRECEDENCE - 1;

  private final JdbcFleetIndex index;
  private final TransactionTemplate alone;

  /** Everybody writes in one order, so that two transactions never wait for each other. */
  private final Map<Key, Sighting> sightings =
      new TreeMap<>(Comparator.comparing(Key::part).thenComparing(Key::id));

  private SeenSingly(JdbcFleetIndex index, TransactionTemplate alone) {
    this.index = index;
    this.alone = alone;
  }

  /** A thing as it was seen at this moment. */
  record Sighting(ListPart part, IndexedThing thing, Instant at) {}

  private record Key(ListPart part, long id) {}

  /** Keeps it at the end of the transaction at work; at once where there is none. */
  static void keep(JdbcFleetIndex index, Sighting sighting, TransactionTemplate alone) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()
        || !TransactionSynchronizationManager.isSynchronizationActive()) {
      alone.executeWithoutResult(
          transaction -> index.write(sighting.part(), sighting.thing(), sighting.at()));
      return;
    }
    var key = new Key(sighting.part(), sighting.thing().id());
    var known = of(index);
    if (known.isPresent()) {
      known.get().sightings.put(key, sighting);
      return;
    }
    var first = new SeenSingly(index, alone);
    first.sightings.put(key, sighting);
    TransactionSynchronizationManager.registerSynchronization(first);
  }

  /** Keeps nothing of it, as it is gone. */
  static void forget(JdbcFleetIndex index, ListPart part, long id) {
    of(index).ifPresent(seen -> seen.sightings.remove(new Key(part, id)));
  }

  private static Optional<SeenSingly> of(JdbcFleetIndex index) {
    return !TransactionSynchronizationManager.isSynchronizationActive()
        ? Optional.empty()
        : TransactionSynchronizationManager.getSynchronizations().stream()
            .filter(SeenSingly.class::isInstance)
            .map(SeenSingly.class::cast)
            .filter(seen -> seen.index == index)
            .findFirst();
  }

  @Override
  public int getOrder() {
    return BEFORE_EVIDENCE;
  }

  @Override
  public void beforeCommit(boolean readOnly) {
    write();
  }

  @Override
  public void afterCompletion(int status) {
    if (status != STATUS_COMMITTED && !sightings.isEmpty()) {
      alone.executeWithoutResult(transaction -> write());
    }
  }

  private void write() {
    for (var sighting : List.copyOf(sightings.values())) {
      index.write(sighting.part(), sighting.thing(), sighting.at());
    }
  }
}
