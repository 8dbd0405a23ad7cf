package io.muster.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.muster.demo.PlayedEstate;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.hexnode.HexnodeOptions;
import io.muster.simulator.hr.HrFeed;
import io.muster.simulator.okta.OktaOptions;
import io.muster.testing.Postgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * HR's words about many people, shuffled and a third of them said twice, over two nodes of which
 * one or the other is killed now and then, and every order of a few words, each said to both nodes
 * at once: every person ends where the newest word wants them.
 *
 * <p>{@code -Dfeed.events=20000} for a long one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShuffledFeedIT {
  private static final String SECRET =
      "whsec_"
          + Base64.getEncoder().encodeToString("a-secret-of-the-shuffled-feed".getBytes(UTF_8));
  private static final String SHUFFLED = "S";
  private static final String ORDERED = "P";
  private static final int SENDERS = 4;
  private static final Duration KILL_EVERY = Duration.ofSeconds(5);
  private static final int EVENTS = Integer.getInteger("feed.events", 1000);
  private static final Instant T = Instant.parse("2026-01-05T08:00:00Z");

  /** What may be said about a person, in the order of entry, and what then runs. */
  private static final Map<List<String>, List<String>> LIVES =
      Map.of(
          List.of("hired"), List.of("onboarding"),
          List.of("hired", "changed"), List.of("onboarding"),
          List.of("hired", "terminated"), List.of("offboarding", "onboarding"),
          List.of("hired", "terminated", "terminationRescinded"), List.of("onboarding"),
          List.of("hired", "hireRescinded"), List.of(),
          List.of("hired", "changed", "terminated", "terminationRescinded", "terminated"),
              List.of("offboarding", "onboarding"));

  private final Random random = new Random(20261125);
  private final LocalDate today = LocalDate.now(Clock.systemUTC());
  private final PlayedEstate estate =
      new PlayedEstate(
          OktaOptions::prompt, new HexnodeOptions().unlimited(), SimulatorSettings.onLoopback());
  private final AtomicReferenceArray<ServiceProcess> nodes = new AtomicReferenceArray<>(2);
  private int kills;
  private final NavigableMap<String, List<String>> expected = new TreeMap<>();
  private final String database = Postgres.emptyDatabase();
  private final JdbcClient jdbc =
      JdbcClient.create(new DriverManagerDataSource(database, "postgres", "postgres"));

  @BeforeAll
  void twoNodesOnOneDatabase() throws Exception {
    nodes.set(0, start(database, 0));
    nodes.set(1, start(database, 1));
  }

  @AfterAll
  void noNodeIsLeft() {
    for (int node = 0; node < nodes.length(); node++) {
      close(nodes.get(node));
    }
    estate.close();
  }

  @Test
  void endsEveryPersonWhereTheNewestWordWantsThem() throws Exception {
    var feed = feed();
    deliver(feed, database);
    assertThat(kills).isPositive();
    endsAsExpected(SHUFFLED, feed);
  }

  @Test
  void endsTheSameInWhicheverOrderTheWordsOfALifeComeThoughBothNodesHearEachAtOnce()
      throws Exception {
    var people = everyLifeInEveryOrder();
    var senders = Executors.newFixedThreadPool(2 * SENDERS);
    try {
      var told = new ArrayList<Future<?>>();
      for (var words : people) {
        told.add(
            senders.submit(
                () -> {
                  for (var word : words) {
                    var there = senders.submit(() -> sendUntilAnswered(word, 0));
                    sendUntilAnswered(word, 1);
                    there.get();
                  }
                  return null;
                }));
        if (told.size() == SENDERS) {
          told.remove(0).get(); // so that the other half of the threads is free to say it twice
        }
      }
      for (var done : told) {
        done.get();
      }
    } finally {
      senders.shutdownNow();
    }
    assertThat(people).hasSizeGreaterThan(120);
    endsAsExpected(ORDERED, people.stream().flatMap(List::stream).toList());
  }

  private void endsAsExpected(String whose, List<HrFeed.Event> feed) {
    assertThat(
            jdbc.sql("select count(*) from muster_inbox where employee like ?")
                .param(whose + "%")
                .query(Long.class)
                .single())
        .as("every event is there once")
        .isEqualTo(feed.stream().map(HrFeed.Event::id).distinct().count());
    assertThat(
            jdbc.sql("select reason from muster_inbox where fate = 'REFUSED'")
                .query(String.class)
                .list())
        .isEmpty();
    await("every person to be where the newest word wants them")
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(running(whose))
                    .isEqualTo(expected.subMap(whose, true, whose + "~", true)));
  }

  /** The cases that run, by person; nobody is in one process twice. */
  private Map<String, List<String>> running(String whose) {
    var running = new TreeMap<String, List<String>>();
    jdbc.sql(
            """
            select e.employee, coalesce(string_agg(d.key_, ' ' order by d.key_), '') as processes
            from (select distinct employee from muster_inbox where employee like ?) e
            left join act_ru_variable v on v.name_ = 'employee' and v.text_ = e.employee
            left join act_ru_execution x on x.id_ = v.execution_id_ and x.parent_id_ is null
            left join act_re_procdef d
              on d.id_ = x.proc_def_id_ and d.key_ in ('onboarding', 'offboarding')
            group by e.employee
            """)
        .param(whose + "%")
        .query(
            (row, number) ->
                running.put(
                    row.getString("employee"),
                    row.getString("processes").isEmpty()
                        ? List.of()
                        : List.of(row.getString("processes").split(" "))))
        .list();
    return running;
  }

  /**
   * Sends everything to whichever node is there, until each is answered; kills one now and then.
   */
  private void deliver(List<HrFeed.Event> feed, String database) throws Exception {
    var left = new ConcurrentLinkedQueue<>(feed);
    var senders = Executors.newFixedThreadPool(SENDERS);
    try {
      for (int sender = 0; sender < SENDERS; sender++) {
        senders.execute(
            () -> {
              for (var event = left.poll(); event != null; event = left.poll()) {
                if (!send(event)) {
                  left.add(event);
                }
              }
            });
      }
      senders.shutdown();
      int next = 0;
      while (!senders.awaitTermination(KILL_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        var victim = nodes.get(next);
        if (victim != null) {
          victim.kill();
          kills++;
          nodes.set(next, start(database, next));
        }
        next = 1 - next;
      }
    } finally {
      senders.shutdownNow();
    }
    while (!left.isEmpty()) {
      var event = left.poll();
      if (event != null && !send(event)) {
        left.add(event);
      }
    }
  }

  /** Everybody's words in one of their orders, nobody's twice in the same. */
  private List<List<HrFeed.Event>> everyLifeInEveryOrder() {
    var people = new ArrayList<List<HrFeed.Event>>();
    for (var life : LIVES.keySet()) {
      for (var order : orders(life.size())) {
        var number = ORDERED + "%05d".formatted(people.size());
        expected.put(number, Objects.requireNonNull(LIVES.get(life)));
        people.add(order.stream().map(word -> event(number, word, life.get(word))).toList());
      }
    }
    return people;
  }

  private static List<List<Integer>> orders(int words) {
    if (words == 0) {
      return List.of(List.of());
    }
    var longer = new ArrayList<List<Integer>>();
    for (var shorter : orders(words - 1)) {
      for (int place = 0; place < words; place++) {
        var order = new ArrayList<>(shorter);
        order.add(place, words - 1);
        longer.add(List.copyOf(order));
      }
    }
    return longer;
  }

  private void sendUntilAnswered(HrFeed.Event event, int node) {
    await("an answer of node " + node)
        .atMost(Duration.ofSeconds(30))
        .until(() -> send(event, nodes.get(node)));
  }

  private boolean send(HrFeed.Event event) {
    return send(event, nodes.get(ThreadLocalRandom.current().nextInt(nodes.length())));
  }

  private static boolean send(HrFeed.Event event, @Nullable ServiceProcess node) {
    if (node == null) {
      return false;
    }
    try {
      return hr(node, Clock.systemUTC()).send(event).status() == 202;
    } catch (IOException nodeDied) {
      return false;
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static HrFeed hr(ServiceProcess node, Clock clock) {
    return new HrFeed(node.base().resolve("/hr/v1/sources/hr/events"), SECRET, clock);
  }

  /** Everybody's life in events, a third of them twice, in no order. */
  private List<HrFeed.Event> feed() {
    var lives = LIVES.keySet().stream().sorted(Comparator.comparing(List::toString)).toList();
    var feed = new ArrayList<HrFeed.Event>();
    for (int person = 0; feed.size() < EVENTS * 10 / 13; person++) {
      var number = SHUFFLED + "%05d".formatted(person);
      var life = lives.get(random.nextInt(lives.size()));
      expected.put(number, Objects.requireNonNull(LIVES.get(life)));
      for (int word = 0; word < life.size(); word++) {
        feed.add(event(number, word, life.get(word)));
      }
    }
    for (int twice = feed.size() * 3 / 10; twice > 0; twice--) {
      feed.add(feed.get(random.nextInt(feed.size())));
    }
    Collections.shuffle(feed, random);
    return feed;
  }

  private HrFeed.Event event(String number, int word, String kind) {
    var data = new HashMap<String, Object>();
    data.put("employeeId", number);
    if (kind.equals("hired") || kind.equals("changed")) {
      data.put("givenName", "Ada");
      data.put("familyName", "Lovelace");
      data.put("workEmail", "ada.%s@example.com".formatted(number.toLowerCase(Locale.ROOT)));
      data.put("department", kind.equals("hired") ? "Engineering" : "Sales");
      data.put("title", "Developer");
      data.put("location", "Berlin");
      data.put("timeZone", "Europe/Berlin");
      data.put("startDate", today.plusDays(60).toString());
    } else if (kind.equals("terminated")) {
      data.put("lastDayOfWork", today.plusDays(90).toString());
    }
    var entered = Clock.fixed(T.plusSeconds(60L * word), ZoneOffset.UTC);
    return new HrFeed(URI.create("http://127.0.0.1/"), SECRET, entered)
        .event(number + "-" + word, "worker." + kind, data);
  }

  private ServiceProcess start(String database, int node) throws IOException, InterruptedException {
    var settings = new HashMap<String, String>();
    settings.put("server.port", "0");
    settings.put("server.address", "127.0.0.1");
    settings.put("spring.datasource.url", database);
    settings.put("spring.datasource.username", "postgres");
    settings.put("spring.datasource.password", "postgres");
    settings.put("muster.admin.password", "admin-of-the-feed");
    settings.putAll(estate.settings());
    settings.put("muster.webhook.sources.hr.secrets[0]", SECRET);
    // more leavers at once than a company has in a year; the breaker has tests of its own
    settings.put("muster.safety.breaker.most", "1000000");
    settings.put("muster.safety.breaker.share", "1");
    settings.put("muster.safety.breaker.least", "1000000");
    settings.put("muster.safety.breaker.leavers.most", "1000000");
    settings.put("muster.safety.breaker.leavers.least", "1000000");
    settings.put("camunda.bpm.job-execution.lock-time-in-millis", "15000");
    settings.put("logging.level.root", "warn");
    settings.put("logging.level.org.springframework.boot.web.embedded.tomcat", "info");
    settings.put("logging.level.com.okta.sdk.impl.config", "error");
    return ServiceProcess.start(
        settings,
        Path.of("target", "shuffled-feed-%d.log".formatted(node)),
        List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
  }

  private static void close(@Nullable ServiceProcess node) {
    if (node != null) {
      node.close();
    }
  }
}
