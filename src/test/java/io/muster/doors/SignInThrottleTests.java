package io.muster.doors;

import static io.muster.doors.SignInThrottle.FIRST_WAIT;
import static io.muster.doors.SignInThrottle.FORGOTTEN_AFTER;
import static io.muster.doors.SignInThrottle.FREE_FOR_ACCOUNT;
import static io.muster.doors.SignInThrottle.FREE_FROM_ADDRESS;
import static io.muster.doors.SignInThrottle.FREE_TOGETHER;
import static io.muster.doors.SignInThrottle.LONGEST_WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

class SignInThrottleTests {
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final DataSource database = Postgres.dataSource();
  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-30T08:00:00Z"));
  private final SignInThrottle throttle = node();

  private SignInThrottle node() {
    return new SignInThrottle(
        JdbcClient.create(database), clock, new DataSourceTransactionManager(database));
  }

  @Test
  void waitsGrowToALongestOneAndNoFurther() {
    assertThat(SignInThrottle.waitAfter(2, 3)).isZero();
    assertThat(SignInThrottle.waitAfter(3, 3)).isEqualTo(FIRST_WAIT);
    assertThat(SignInThrottle.waitAfter(4, 3)).isEqualTo(FIRST_WAIT.multipliedBy(2));
    assertThat(SignInThrottle.waitAfter(10, 3)).isEqualTo(FIRST_WAIT.multipliedBy(128));
    assertThat(SignInThrottle.waitAfter(11, 3)).isEqualTo(LONGEST_WAIT);
    assertThat(SignInThrottle.waitAfter(1_000_000, 3)).isEqualTo(LONGEST_WAIT);
  }

  @Test
  void aGuesserWaitsAndIsNeverShutOutForGood() {
    for (int wrong = 0; wrong < FREE_TOGETHER; wrong++) {
      assertThat(throttle.mayTry("ada", "10.0.0.1")).isTrue();
    }
    assertThat(throttle.mayTry("ada", "10.0.0.1")).isFalse();
    clock.advance(FIRST_WAIT.minus(MOMENT));
    assertThat(throttle.mayTry("ada", "10.0.0.1")).isFalse();
    clock.advance(MOMENT);
    assertThat(throttle.mayTry("ada", "10.0.0.1")).isTrue();
    assertThat(throttle.mayTry("Ada", "10.0.0.1")).as("the same account to the engine").isFalse();

    for (int wrong = 0; wrong < 100; wrong++) {
      clock.advance(LONGEST_WAIT);
      assertThat(throttle.mayTry("ada", "10.0.0.1")).isTrue();
    }
    throttle.right("ada", "10.0.0.1");
    for (int wrong = 0; wrong < FREE_TOGETHER; wrong++) {
      assertThat(throttle.mayTry("ada", "10.0.0.1")).as("begins anew").isTrue();
    }
    assertThat(throttle.mayTry("ada", "10.0.0.1")).isFalse();
  }

  @Test
  void aWaitHoldsOnEveryNodeAndOverARestart() {
    for (int wrong = 0; wrong < FREE_TOGETHER; wrong++) {
      throttle.mayTry("ada", "10.0.0.1");
    }
    assertThat(node().mayTry("ada", "10.0.0.1")).isFalse();
  }

  @Test
  void wrongPasswordsAreForgottenAfterAWhile() {
    throttle.mayTry("ada", "10.0.0.1");
    throttle.mayTry("ada", "10.0.0.1");
    clock.advance(FORGOTTEN_AFTER);
    throttle.mayTry("ada", "10.0.0.1");
    assertThat(throttle.mayTry("ada", "10.0.0.1")).as("three within the time").isFalse();

    clock.advance(FORGOTTEN_AFTER.plus(MOMENT));
    for (int wrong = 0; wrong < FREE_TOGETHER; wrong++) {
      assertThat(throttle.mayTry("ada", "10.0.0.1")).isTrue();
    }
  }

  @Test
  void nobodyIsShutOutByStrangersWhereTheySignedInBefore() {
    assertThat(throttle.mayTry("ada", "10.0.0.1")).isTrue();
    throttle.right("ada", "10.0.0.1");
    for (int wrong = 0; wrong < FREE_FOR_ACCOUNT; wrong++) {
      assertThat(throttle.mayTry("ada", "192.0.2." + wrong)).isTrue();
    }
    assertThat(throttle.mayTry("ada", "198.51.100.1")).as("from anywhere else").isFalse();
    assertThat(throttle.mayTry("ada", "10.0.0.1")).isTrue();
  }

  @Test
  void anAddressThatTriesManyAccountsWaitsToo() {
    assertThat(throttle.mayTry("ada", "10.0.0.1")).isTrue();
    throttle.right("ada", "10.0.0.1");
    for (int account = 0; account < FREE_FROM_ADDRESS; account++) {
      assertThat(throttle.mayTry("account" + account, "10.0.0.1")).isTrue();
    }
    assertThat(throttle.mayTry("another", "10.0.0.1")).isFalse();
    assertThat(throttle.mayTry("another", "10.0.0.2")).isTrue();
    assertThat(throttle.mayTry("ada", "10.0.0.1")).as("who signed in there before").isTrue();
  }

  @Test
  void aNetworkOfIpv6IsOneAddress() {
    for (int host = 1; host <= FREE_TOGETHER; host++) {
      assertThat(throttle.mayTry("ada", "2001:db8:1:1::" + host)).isTrue();
    }
    assertThat(throttle.mayTry("ada", "2001:db8:1:1:ffff::9")).isFalse();
    assertThat(throttle.mayTry("ada", "2001:db8:1:2::1")).isTrue();
  }

  @Test
  void manyAtOnceAreCountedOneByOne() throws Exception {
    Callable<Boolean> guess = () -> throttle.mayTry("ada", "10.0.0.1");
    var threads = Executors.newFixedThreadPool(8);
    try {
      var let = 0;
      for (var tried : threads.invokeAll(Stream.generate(() -> guess).limit(40).toList())) {
        let += tried.get() ? 1 : 0;
      }
      assertThat(let).isEqualTo(FREE_TOGETHER);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void anAdministratorEndsTheWaitsOfAnAccount() {
    for (int wrong = 0; wrong < FREE_TOGETHER; wrong++) {
      throttle.mayTry("ada", "10.0.0.1");
      throttle.mayTry("bob", "10.0.0.1");
    }
    throttle.release("ada");
    assertThat(throttle.mayTry("ada", "10.0.0.1")).isTrue();
    assertThat(throttle.mayTry("bob", "10.0.0.1")).isFalse();
  }

  @Test
  void whoGaveTheRightPasswordJustNowIsTrustedUntilAWrongOne() {
    throttle.right("ada", "10.0.0.1");
    assertThat(throttle.isTrusted("ada", "10.0.0.1")).isTrue();
    assertThat(throttle.isTrusted("ada", "10.0.0.2")).isFalse();
    clock.advance(Duration.ofMinutes(5).minus(MOMENT));
    assertThat(throttle.isTrusted("ada", "10.0.0.1")).isTrue();
    clock.advance(MOMENT);
    assertThat(throttle.isTrusted("ada", "10.0.0.1")).isFalse();
    throttle.right("ada", "10.0.0.1");
    throttle.mayTry("ada", "10.0.0.1");
    assertThat(throttle.isTrusted("ada", "10.0.0.1")).isFalse();
  }

  @Test
  void keepsNoNameAndNoAddressAndNothingThatIsOld() {
    throttle.mayTry("ada", "10.0.0.1");
    var jdbc = JdbcClient.create(database);
    var rows = jdbc.sql("select t::text from muster_sign_in t").query(String.class).list();
    assertThat(rows).hasSize(3).noneMatch(row -> row.contains("ada") || row.contains("10.0.0"));
    clock.advance(FORGOTTEN_AFTER.plus(MOMENT));
    throttle.right("bob", "10.0.0.9");
    assertThat(jdbc.sql("select subject from muster_sign_in").query(String.class).list())
        .singleElement()
        .asString()
        .startsWith("known:");
    clock.advance(Duration.ofDays(90).plus(MOMENT));
    throttle.right("carl", "10.0.0.8");
    assertThat(jdbc.sql("select count(*) from muster_sign_in").query(Integer.class).single())
        .isEqualTo(1);
  }
}
