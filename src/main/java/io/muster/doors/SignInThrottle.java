package io.muster.doors;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes whoever guesses passwords wait, for longer after each wrong one and never for ever.
 *
 * <p>Three counts are kept, for all nodes: of an account from one address, of an address whatever
 * the account, and of an account whatever the address. From where somebody signed in before, only
 * the first one counts, so that nobody is locked out by strangers. What is tried during a wait is
 * not looked at and makes it no longer.
 */
@Component
class SignInThrottle {
  static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  /** Wrong passwords that cost nothing: of an account from one address. */
  static final int FREE_TOGETHER = 3;

  /** Wrong passwords that cost nothing: of an account from all addresses. */
  static final int FREE_FOR_ACCOUNT = 20;

  /** Wrong passwords that cost nothing: from an address for all accounts. */
  static final int FREE_FROM_ADDRESS = 50;

  private static final Duration KNOWN_FOR = Duration.ofDays(90);
  private static final Duration TRUSTED_FOR = Duration.ofMinutes(5);
  private static final int TRUSTED = 10_000;
  private static final int MOST_DOUBLINGS = 30;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final TransactionTemplate apart;

  /** Pairs that gave a right password just now, and no wrong one since. */
  private final Map<String, Instant> trusted =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > TRUSTED;
        }
      };

  SignInThrottle(JdbcClient jdbc, Clock clock, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.apart = new TransactionTemplate(transactions);
    apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** Whether this pair needs no counting before its password is looked at. */
  boolean isTrusted(String account, String address) {
    synchronized (trusted) {
      var last = trusted.get(pair(account, address));
      return last != null && clock.instant().isBefore(last.plus(TRUSTED_FOR));
    }
  }

  /**
   * Counts a try as a wrong one before its password is looked at, so that many at once do not slip
   * through; {@link #right} takes it back.
   *
   * @return false if it comes during a wait, and is not to be looked at
   */
  boolean mayTry(String account, String address) {
    synchronized (trusted) {
      trusted.remove(pair(account, address));
    }
    return Boolean.TRUE.equals(
        apart.execute(
            status -> {
              var free =
                  counts(account, address).stream().allMatch(count -> counted(count, account));
              if (!free) {
                status.setRollbackOnly();
              }
              return free;
            }));
  }

  /** The password was right. */
  void right(String account, String address) {
    var now = clock.instant();
    synchronized (trusted) {
      trusted.put(pair(account, address), now);
    }
    apart.executeWithoutResult(
        status -> {
          jdbc.sql("delete from muster_sign_in where subject = ?")
              .param(pair(account, address))
              .update();
          jdbc.sql(
                  "update muster_sign_in set failures = greatest(failures - 1, 0), free_at = last_at where subject = ?")
              .param(from(address))
              .update();
          if (!isKnown(account, address)) {
            jdbc.sql("delete from muster_sign_in where subject = ?").param(whole(account)).update();
          }
          jdbc.sql(
                  "insert into muster_sign_in (subject, account, failures, free_at, last_at) values (?, ?, 0, ?, ?)"
                      + " on conflict (subject) do update set last_at = excluded.last_at")
              .params(known(account, address), digest(account), at(now), at(now))
              .update();
          jdbc.sql("delete from muster_sign_in where last_at < ? and (failures > 0 or last_at < ?)")
              .params(at(now.minus(FORGOTTEN_AFTER)), at(now.minus(KNOWN_FOR)))
              .update();
        });
  }

  /** Ends every wait of an account; what is known of where it signs in stays. */
  void release(String account) {
    jdbc.sql("delete from muster_sign_in where account = ? and failures > 0")
        .param(digest(account))
        .update();
  }

  /** How long the wait is after so many wrong passwords. */
  static Duration waitAfter(int failures, int free) {
    if (failures < free) {
      return Duration.ZERO;
    }
    var grown = FIRST_WAIT.multipliedBy(1L << Math.min(failures - free, MOST_DOUBLINGS));
    return grown.compareTo(LONGEST_WAIT) < 0 ? grown : LONGEST_WAIT;
  }

  private List<Count> counts(String account, String address) {
    var together = new Count(pair(account, address), true, FREE_TOGETHER);
    if (isKnown(account, address)) {
      return List.of(together);
    }
    // always in this order, so that two nodes do not wait for each other
    return Stream.of(
            new Count(from(address), false, FREE_FROM_ADDRESS),
            new Count(whole(account), true, FREE_FOR_ACCOUNT),
            together)
        .toList();
  }

  private boolean counted(Count count, String account) {
    var now = clock.instant();
    var failures =
        jdbc.sql(
                "insert into muster_sign_in as t (subject, account, failures, free_at, last_at) values (?, ?, 1, ?, ?)"
                    + " on conflict (subject) do update set last_at = excluded.last_at,"
                    + " failures = case when t.last_at < ? then 1 else t.failures + 1 end"
                    + " where t.free_at <= excluded.last_at returning failures")
            .params(
                count.subject(),
                count.isOfAccount() ? digest(account) : null,
                at(now),
                at(now),
                at(now.minus(FORGOTTEN_AFTER)))
            .query(Integer.class)
            .optional();
    failures.ifPresent(
        many ->
            jdbc.sql("update muster_sign_in set free_at = ? where subject = ?")
                .params(at(now.plus(waitAfter(many, count.free()))), count.subject())
                .update());
    return failures.isPresent();
  }

  private boolean isKnown(String account, String address) {
    return jdbc.sql("select count(*) from muster_sign_in where subject = ?")
            .param(known(account, address))
            .query(Integer.class)
            .single()
        > 0;
  }

  private static java.time.OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static String pair(String account, String address) {
    return "pair:" + digest(digest(account) + network(address));
  }

  private static String known(String account, String address) {
    return "known:" + digest(digest(account) + network(address));
  }

  private static String from(String address) {
    return "address:" + digest(network(address));
  }

  private static String whole(String account) {
    return "account:" + digest(account);
  }

  /** The address; of one of IPv6 the part that a provider gives to a customer. */
  private static String network(String address) {
    if (!address.contains(":")) {
      return address;
    }
    try {
      // a literal, so nothing is looked up
      return HexFormat.of()
          .formatHex(Arrays.copyOf(InetAddress.getByName(address).getAddress(), 8));
    } catch (UnknownHostException unusual) {
      return address;
    }
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * One of the counts a try goes into.
   *
   * @param subject what is counted
   * @param isOfAccount whether an administrator who unlocks the account ends its wait
   * @param free how many wrong passwords cost nothing
   */
  private record Count(String subject, boolean isOfAccount, int free) {}
}
