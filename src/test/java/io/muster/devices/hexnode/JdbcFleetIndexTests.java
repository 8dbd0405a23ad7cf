package io.muster.devices.hexnode;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.devices.Ground;
import io.muster.devices.hexnode.JdbcFleetIndex.Shown;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** When what was seen singly gets into the index. */
class JdbcFleetIndexTests {
  private static final Instant EARLIER = Instant.parse("2026-03-02T09:00:00Z");
  private static final Instant LATER = EARLIER.plusSeconds(1);
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final Ground ground = Ground.shared();
  private final String portal = "portal " + UUID.randomUUID();
  private final TransactionTemplate step = new TransactionTemplate(ground.transactions());
  private final TransactionTemplate alone = alone();
  private final JdbcFleetIndex index = new JdbcFleetIndex(ground.jdbc(), alone, portal);

  private TransactionTemplate alone() {
    var template = new TransactionTemplate(ground.transactions());
    template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    return template;
  }

  @BeforeEach
  void aListWasRead() {
    list(EARLIER.minusSeconds(60));
  }

  @Test
  void isKeptAtTheEndOfTheStepWhetherThatSucceedsOrNot() {
    for (var rolledBack : List.of(false, true)) {
      var body = "seen, rolled back: " + rolledBack;
      step.executeWithoutResult(
          work -> {
            index.put(ListPart.DEVICES, device(7, body), rolledBack ? LATER : EARLIER);
            assertThat(bodies()).as("no row is locked meanwhile").doesNotContain(body);
            if (rolledBack) {
              work.setRollbackOnly();
            }
          });
      assertThat(bodies()).containsExactly(body);
    }
  }

  @Test
  void isKeptAtOnceOutsideOfAStep() {
    index.put(ListPart.DEVICES, device(7, "seen"), EARLIER);
    assertThat(bodies()).containsExactly("seen");
  }

  @Test
  void isNotKeptOfWhatIsGoneByThen() {
    step.executeWithoutResult(
        work -> {
          index.put(ListPart.DEVICES, device(7, "seen"), EARLIER);
          index.remove(ListPart.DEVICES, 7);
        });
    assertThat(bodies()).isEmpty();
  }

  @Test
  void doesNotReplaceWhatWasSeenLater() {
    step.executeWithoutResult(
        work -> {
          index.put(ListPart.DEVICES, device(7, "earlier"), EARLIER);
          list(LATER, device(7, "later"));
        });
    assertThat(bodies()).containsExactly("later");
  }

  @Test
  void isNotWrittenAgainIfItLooksAsBefore() {
    index.put(ListPart.DEVICES, device(7, "same"), EARLIER);
    index.put(ListPart.DEVICES, device(7, "same"), LATER);
    assertThat(seenAt()).isEqualTo(EARLIER);

    index.put(ListPart.DEVICES, device(7, "changed"), LATER);
    assertThat(seenAt()).isEqualTo(LATER);
  }

  /** Reads the whole list, which shows these. */
  private void list(Instant now, IndexedThing... things) {
    var next = index.claim(ListPart.DEVICES, "reader", now, LEASE).next();
    var progress =
        index.keep(
            ListPart.DEVICES,
            Objects.requireNonNull(next),
            new Shown(things.length, List.of(things), true, false),
            now,
            LEASE);
    assertThat(progress.ended()).isTrue();
    assertThat(index.claim(ListPart.DEVICES, "another", now, LEASE).busyUntil())
        .as("it is let go of")
        .isNull();
    index.letGo(ListPart.DEVICES, "another");
  }

  private List<String> bodies() {
    return Objects.requireNonNull(alone.execute(work -> index.byId(ListPart.DEVICES, Set.of(7L))));
  }

  private Instant seenAt() {
    return ground
        .jdbc()
        .sql("select seen_at from muster_hexnode_thing where portal = ? and id = 7")
        .param(portal)
        .query(Timestamp.class)
        .single()
        .toInstant();
  }

  private static IndexedThing device(long id, String body) {
    return new IndexedThing(id, "", "", "", null, true, body);
  }
}
