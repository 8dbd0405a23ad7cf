package io.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testing.Postgres;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class OncePerTransactionTests {
  private final AtomicInteger looks = new AtomicInteger();
  private final OncePerTransaction<String, String> found =
      new OncePerTransaction<>(
          key -> {
            looks.incrementAndGet();
            return key + "!";
          });
  private final TransactionTemplate transaction =
      new TransactionTemplate(new DataSourceTransactionManager(Postgres.dataSource()));

  @Test
  void looksOncePerTransactionAndKey() {
    for (var number = 1; number <= 2; number++) {
      transaction.executeWithoutResult(
          work -> {
            assertThat(found.of("a")).isEqualTo("a!");
            assertThat(found.of("a")).isEqualTo("a!");
            assertThat(found.of("b")).isEqualTo("b!");
          });
      assertThat(looks).hasValue(2 * number);
    }
  }

  @Test
  void looksAgainInATransactionOfItsOwnAndWithoutOne() {
    var apart = new TransactionTemplate(transaction.getTransactionManager());
    apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    transaction.executeWithoutResult(
        work -> {
          found.of("a");
          apart.executeWithoutResult(other -> found.of("a"));
          found.of("a");
        });
    assertThat(looks).hasValue(2);

    found.of("a");
    found.of("a");
    assertThat(looks).hasValue(4);
  }

  @Test
  void twoOfThemDoNotMixUpWhatTheyFound() {
    var other = new OncePerTransaction<String, String>(key -> key + "?");
    transaction.executeWithoutResult(
        work -> {
          assertThat(found.of("a")).isEqualTo("a!");
          assertThat(other.of("a")).isEqualTo("a?");
        });
  }
}
