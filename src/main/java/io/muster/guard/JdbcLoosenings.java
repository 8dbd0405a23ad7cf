package io.muster.guard;

import io.muster.doors.Role;
import io.muster.guard.Loosening.Digest;
import io.muster.guard.Loosening.Kind;
import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import io.muster.remote.RemoteFailure.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps what makes destruction easier in PostgreSQL, for every node and across restarts. */
@Component
class JdbcLoosenings implements Loosenings {
  /** Who may agree: those whose everyday work it is to say yes or no to a wipe. */
  static final Set<String> AGREEING = Set.of(Role.APPROVER.group(), Role.ADMINISTRATOR.group());

  private static final String LINE = "\n";

  private final JdbcClient jdbc;
  private final LooseningProperties properties;
  private final LegalHolds holds;
  private final TransactionTemplate alone;
  private final TransactionTemplate joined;
  private final Clock clock;

  JdbcLoosenings(
      JdbcClient jdbc,
      LooseningProperties properties,
      LegalHolds holds,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.holds = holds;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.joined = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  @Override
  public Change submit(Loosening loosening) {
    return Objects.requireNonNull(alone.execute(transaction -> kept(loosening)));
  }

  private Change kept(Loosening loosening) {
    var known = standing(loosening.digest());
    var author = loosening.author();
    if (known.isPresent() && (known.get().state() == State.WAITING || author == null)) {
      var number = known.get().number();
      if (author != null) {
        addAuthor(number, author);
        voidOwnYes(number, author);
      }
      return existing(number);
    }
    if (author == null) {
      withdraw(loosening.subject().kind(), loosening.subject().name());
    }
    var number = insert(loosening);
    if (number.isEmpty()) { // another node kept it at the same moment
      return kept(loosening);
    }
    loosening
        .files()
        .forEach(
            (name, bytes) ->
                jdbc.sql(
                        "insert into muster_loosening_file (loosening, name, bytes) values (?, ?, ?)")
                    .params(number.get(), name, bytes)
                    .update());
    if (author != null) {
      addAuthor(number.get(), author);
    }
    replace(number.get(), loosening.digest());
    return existing(number.get());
  }

  /** The same content over another base: whoever handed it in did so, and people are asked anew. */
  private void replace(long number, Digest digest) {
    jdbc.sql(
            """
            insert into muster_loosening_author (loosening, author, names)
            select ?, author.author, min(author.names) from muster_loosening_author author
            join muster_loosening change on change.id = author.loosening
            where change.content = ? and change.state = 'WAITING' and change.id <> ?
            group by author.author
            on conflict do nothing
            """)
        .params(number, digest.content(), number)
        .update();
    jdbc.sql(
            """
            update muster_loosening set state = 'REPLACED', ended_at = ?
            where content = ? and state = 'WAITING' and id <> ?
            """)
        .params(Timestamp.from(now()), digest.content(), number)
        .update();
  }

  /** The latest of this content over this base, unless it became live or was replaced. */
  private Optional<Change> standing(Digest digest) {
    return jdbc.sql(
            """
            select * from muster_loosening
            where content = ? and base = ? and state in ('WAITING', 'REFUSED')
            order by id desc limit 1
            """)
        .params(digest.content(), digest.base())
        .query((row, count) -> read(row))
        .optional();
  }

  private Optional<Long> insert(Loosening loosening) {
    var subject = loosening.subject();
    return jdbc.sql(
            """
            insert into muster_loosening
              (kind, name, origin, door, content, base, loosens, state, submitted_at)
            values (?, ?, ?, ?, ?, ?, ?, 'WAITING', ?)
            on conflict do nothing returning id
            """)
        .params(
            subject.kind().name(),
            subject.name(),
            subject.origin(),
            subject.door(),
            loosening.digest().content(),
            loosening.digest().base(),
            String.join(LINE, loosening.loosens()),
            Timestamp.from(now()))
        .query(Long.class)
        .optional();
  }

  private void addAuthor(long number, Person author) {
    jdbc.sql(
            """
            insert into muster_loosening_author (loosening, author, names) values (?, ?, ?)
            on conflict do nothing
            """)
        .params(number, author.name(), String.join(LINE, author.names()))
        .update();
  }

  /** Whoever agreed and then hands the same in is an author, and authors do not agree. */
  private void voidOwnYes(long number, Person author) {
    namesOfAgreed(number)
        .forEach(
            (by, names) -> {
              if (author.isOneOf(names)) {
                jdbc.sql("delete from muster_loosening_yes where loosening = ? and agreed_by = ?")
                    .params(number, by)
                    .update();
              }
            });
    count(number);
  }

  @Override
  public Optional<Change> agreed(Digest digest) {
    return jdbc.sql(
            """
            select * from muster_loosening
            where content = ? and base = ? and state = 'WAITING' and live_at <= ?
            """)
        .params(digest.content(), digest.base(), Timestamp.from(now()))
        .query((row, count) -> read(row))
        .optional();
  }

  @Override
  public boolean live(long number, @Nullable String deployment) {
    return jdbc.sql(
                """
                update muster_loosening set state = 'LIVE', ended_at = ?, deployment = ?
                where id = ? and state = 'WAITING'
                """)
            .params(Timestamp.from(now()), deployment, number)
            .update()
        == 1;
  }

  /** No row is locked, as the change may be replaced by another transaction meanwhile. */
  @Override
  public boolean take(long number) {
    return jdbc.sql("select pg_try_advisory_xact_lock(hashtext('muster_loosening'), ?)")
            .param((int) number)
            .query(Boolean.class)
            .single()
        && due().stream().anyMatch(change -> change.number() == number);
  }

  @Override
  public Optional<Change> liveWith(String deployment) {
    return jdbc.sql("select * from muster_loosening where deployment = ?")
        .param(deployment)
        .query((row, count) -> read(row))
        .optional();
  }

  @Override
  public void withdraw(Kind kind, String name) {
    jdbc.sql(
            """
            update muster_loosening change set state = 'REPLACED', ended_at = ?
            where kind = ? and name = ? and state = 'WAITING'
              and not exists (select 1 from muster_loosening_author author where author.loosening = change.id)
            """)
        .params(Timestamp.from(now()), kind.name(), name)
        .update();
  }

  @Override
  public List<Change> due() {
    return jdbc.sql(
            """
            select * from muster_loosening
            where kind = 'MODELS' and state = 'WAITING' and live_at <= ? order by live_at, id
            """)
        .param(Timestamp.from(now()))
        .query((row, count) -> read(row))
        .list();
  }

  @Override
  public Map<String, byte[]> files(long number) {
    var files = new TreeMap<String, byte[]>();
    jdbc.sql("select name, bytes from muster_loosening_file where loosening = ?")
        .param(number)
        .query(
            row -> {
              files.put(row.getString("name"), row.getBytes("bytes"));
            });
    return files;
  }

  /** What is live by time alone waits no more. */
  private void settle() {
    jdbc.sql(
            "select * from muster_loosening where kind = 'HOLD' and state = 'WAITING' and live_at <= ?")
        .param(Timestamp.from(now()))
        .query((row, count) -> read(row))
        .list()
        .forEach(change -> joined.executeWithoutResult(transaction -> lift(change)));
    jdbc.sql(
            """
            update muster_loosening set state = 'LIVE', ended_at = live_at
            where kind = 'ACCOUNT' and state = 'WAITING' and live_at <= ?
            """)
        .param(Timestamp.from(now()))
        .update();
  }

  /** Lifts the hold that people agreed about; one that was placed later stays. */
  private void lift(Change change) {
    if (!live(change.number(), null)) {
      return; // another node was first
    }
    var employee = new EmployeeId(change.name());
    if (holds.of(employee).stream()
        .filter(hold -> hold.liftedAt() == null)
        .anyMatch(hold -> AgreedLifts.digest(hold).equals(change.content()))) {
      holds.lift(
          employee,
          "%s, agreed to by %s"
              .formatted(
                  String.join(", ", change.authors()),
                  change.agreed().stream().map(Yes::by).collect(Collectors.joining(", "))),
          String.join("; ", change.loosens()));
    }
  }

  @Override
  public List<Change> waiting() {
    settle();
    return jdbc.sql("select * from muster_loosening where state = 'WAITING' order by id")
        .query((row, count) -> read(row))
        .list();
  }

  @Override
  public List<Change> latest() {
    return jdbc.sql("select * from muster_loosening order by id desc limit 100")
        .query((row, count) -> read(row))
        .list();
  }

  @Override
  public Optional<Change> find(long number) {
    return jdbc.sql("select * from muster_loosening where id = ?")
        .param(number)
        .query((row, count) -> read(row))
        .optional();
  }

  @Override
  public Change agree(long number, String content, Person person, String reason) {
    return Objects.requireNonNull(
        joined.execute(
            transaction -> {
              var change = locked(number);
              demandMayAnswer(change, person);
              demandAnother(change, person);
              if (!change.content().equals(content)) {
                throw new Refused(
                    "Change %d is another than the one you were shown. Look at it again (GET /api/models/pending) and agree to its content."
                        .formatted(number));
              }
              jdbc.sql(
                      """
                      insert into muster_loosening_yes (loosening, agreed_by, names, comment, agreed_at)
                      values (?, ?, ?, ?, ?)
                      """)
                  .params(
                      number,
                      person.name(),
                      String.join(LINE, person.names()),
                      reason,
                      Timestamp.from(now()))
                  .update();
              count(number);
              return existing(number);
            }));
  }

  private void count(long number) {
    var change = existing(number);
    jdbc.sql("update muster_loosening set live_at = ? where id = ?")
        .params(
            agreement(change.authors(), change.agreed()).liveAt().map(Timestamp::from).orElse(null),
            number)
        .update();
  }

  private Agreement agreement(List<String> authors, List<Yes> agreed) {
    return new Agreement(
        !authors.isEmpty(),
        agreed.stream().map(Yes::at).toList(),
        KeptDelay.counting(jdbc, properties));
  }

  private static void demandMayAnswer(Change change, Person person) {
    if (person.groups().stream().noneMatch(AGREEING::contains)) {
      throw new Refused(
          "%s is in none of the groups that answer this. A person of %s has to."
              .formatted(person.name(), String.join(" or ", new TreeSet<>(AGREEING))));
    }
    if (change.state() != State.WAITING) {
      throw new Refused("Change %d waits no more; nothing was done.".formatted(change.number()));
    }
  }

  private void demandAnother(Change change, Person person) {
    if (change.kind() == Kind.ACCOUNT && person.isOneOf(List.of(change.name()))) {
      throw new Refused(
          "Change %d is about an account of %s, and so another person has to agree to it."
              .formatted(change.number(), person.name()));
    }
    if (isAuthor(change, person)) {
      throw new Refused(
          "%s handed change %d in, by this or another account, and so cannot agree to it. Another person has to."
              .formatted(person.name(), change.number()));
    }
    if (namesOfAgreed(change.number()).values().stream().anyMatch(person::isOneOf)) {
      throw new Refused(
          "%s has agreed to change %d already, by this or another account; another person has to."
              .formatted(person.name(), change.number()));
    }
  }

  /** Whoever made or took over an author's account may have handed the change in with it. */
  private boolean isAuthor(Change change, Person person) {
    return namesOfHands(change.number()).stream().anyMatch(person::isOneOf);
  }

  private Map<String, List<String>> namesOfAgreed(long number) {
    return jdbc
        .sql("select agreed_by, names from muster_loosening_yes where loosening = ?")
        .param(number)
        .query((row, count) -> Map.entry(row.getString(1), folded(row.getString(2))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The authors, whose hands their accounts are until others have agreed, and so on. */
  private List<List<String>> namesOfHands(long number) {
    return jdbc.sql(
            """
            with recursive hand (author, names) as (
              select author, names from muster_loosening_author where loosening = ?
              union
              select maker.author, maker.names from hand
              join muster_loosening account on account.kind = 'ACCOUNT' and account.name = hand.author
                and (account.state = 'REFUSED'
                  or (account.state = 'WAITING' and (account.live_at is null or account.live_at > ?)))
              join muster_loosening_author maker on maker.loosening = account.id)
            select names from hand
            """)
        .params(number, Timestamp.from(now()))
        .query((row, count) -> folded(row.getString(1)))
        .list();
  }

  private static List<String> folded(String names) {
    return List.of(names.split(LINE, -1));
  }

  @Override
  public Change refuse(long number, Person person, String reason) {
    return Objects.requireNonNull(
        joined.execute(
            transaction -> {
              var change = locked(number);
              if (change.state() != State.WAITING || !isAuthor(change, person)) {
                demandMayAnswer(change, person);
              }
              jdbc.sql(
                      """
                      update muster_loosening
                      set state = 'REFUSED', ended_at = ?, ended_by = ?, end_reason = ? where id = ?
                      """)
                  .params(Timestamp.from(now()), person.name(), reason, number)
                  .update();
              return existing(number);
            }));
  }

  private Change locked(long number) {
    var found =
        jdbc.sql("select id from muster_loosening where id = ? for update")
            .param(number)
            .query(Long.class)
            .optional();
    return found
        .map(this::existing)
        .orElseThrow(() -> new Refused("There is no change %d.".formatted(number)));
  }

  private Change existing(long number) {
    return find(number).orElseThrow();
  }

  private Change read(ResultSet row) throws SQLException {
    var number = row.getLong("id");
    var authors =
        jdbc.sql("select author from muster_loosening_author where loosening = ? order by author")
            .param(number)
            .query(String.class)
            .list();
    var agreed =
        jdbc.sql(
                """
                select agreed_by, agreed_at, comment from muster_loosening_yes
                where loosening = ? order by agreed_at, agreed_by
                """)
            .param(number)
            .query(
                (yes, count) ->
                    new Yes(yes.getString(1), yes.getTimestamp(2).toInstant(), yes.getString(3)))
            .list();
    var ended = row.getTimestamp("ended_at");
    var liveAt = row.getTimestamp("live_at");
    return new Change(
        number,
        Kind.valueOf(row.getString("kind")),
        row.getString("name"),
        row.getString("origin"),
        row.getString("door"),
        row.getString("content"),
        List.of(row.getString("loosens").split(LINE, -1)),
        authors,
        row.getTimestamp("submitted_at").toInstant(),
        agreed,
        agreement(authors, agreed).missing(),
        liveAt == null ? null : liveAt.toInstant(),
        State.valueOf(row.getString("state")),
        ended == null
            ? null
            : new End(ended.toInstant(), row.getString("ended_by"), row.getString("end_reason")));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
