package io.muster.devices.hexnode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.devices.DeviceTraces;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the index of one portal in {@code muster_hexnode_reading} and {@code muster_hexnode_thing}.
 *
 * <p>What was read stays, whatever becomes of the work it was read for.
 */
final class JdbcFleetIndex {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** An interrupted reading is too old to be gone on with after so long. */
  private static final Duration RESUMED_WITHIN = Duration.ofMinutes(10);

  private final JdbcClient jdbc;
  private final TransactionTemplate alone;
  private final String portal;

  JdbcFleetIndex(JdbcClient jdbc, TransactionTemplate alone, String portal) {
    this.jdbc = jdbc;
    this.alone = alone;
    this.portal = portal;
  }

  /** How the list stands. */
  Reading reading(ListPart part) {
    return jdbc.sql(
            """
            select begun_at, ended_at, sound, active from muster_hexnode_reading
            where portal = ? and part = ?
            """)
        .params(portal, part.name())
        .query(
            (row, number) -> {
              var begunAt = instant(row, "begun_at");
              var endedAt = instant(row, "ended_at");
              var took =
                  begunAt == null || endedAt == null
                      ? Duration.ZERO
                      : Duration.between(begunAt, endedAt);
              return new Reading(begunAt, took, row.getBoolean("sound"), row.getInt("active"));
            })
        .optional()
        .orElse(new Reading(null, Duration.ZERO, false, 0));
  }

  /**
   * The page that is to be read next.
   *
   * @param number of the reading it is part of
   */
  record Next(long number, int page) {}

  /**
   * What reading a list comes to.
   *
   * @param next the page to read, or null if another node is reading
   * @param busyUntil until when the other node has it, or null
   */
  record Claim(@Nullable Next next, @Nullable Instant busyUntil) {}

  /** Begins a reading, or goes on with one that was interrupted, unless another node is at it. */
  Claim claim(ListPart part, String reader, Instant now, Duration lease) {
    return Objects.requireNonNull(
        alone.execute(
            transaction -> {
              jdbc.sql(
                      """
                      insert into muster_hexnode_reading (portal, part) values (?, ?)
                      on conflict do nothing
                      """)
                  .params(portal, part.name())
                  .update();
              var busyUntil = busyUntil(part, reader, now);
              if (busyUntil.isPresent()) {
                return new Claim(null, busyUntil.get());
              }
              jdbc.sql(
                      """
                      update muster_hexnode_reading set open = true, number = number + 1, open_at = :now,
                        next_page = 1, shown = null, seen = 0, torn = false
                      where portal = :portal and part = :part and (not open or touched_at < :tooOld)
                      """)
                  .param("now", Timestamp.from(now))
                  .param("portal", portal)
                  .param("part", part.name())
                  .param("tooOld", Timestamp.from(now.minus(RESUMED_WITHIN)))
                  .update();
              var next =
                  jdbc.sql(
                          """
                          update muster_hexnode_reading set reader = :reader, reader_until = :until, touched_at = :now
                          where portal = :portal and part = :part returning number, next_page
                          """)
                      .param("reader", reader)
                      .param("until", Timestamp.from(now.plus(lease)))
                      .param("now", Timestamp.from(now))
                      .param("portal", portal)
                      .param("part", part.name())
                      .query(
                          (row, number) -> new Next(row.getLong("number"), row.getInt("next_page")))
                      .single();
              return new Claim(next, null);
            }));
  }

  private Optional<Instant> busyUntil(ListPart part, String reader, Instant now) {
    return jdbc.sql(
            """
            select reader_until from muster_hexnode_reading
            where portal = ? and part = ? for update
            """)
        .params(portal, part.name())
        .query((row, number) -> Optional.ofNullable(instant(row, "reader_until")))
        .single()
        .filter(until -> until.isAfter(now))
        .filter(until -> !isReader(part, reader));
  }

  private boolean isReader(ListPart part, String reader) {
    return jdbc.sql("select reader from muster_hexnode_reading where portal = ? and part = ?")
        .params(portal, part.name())
        .query((row, number) -> Objects.equals(row.getString("reader"), reader))
        .single();
  }

  /** Lets others read on. */
  void letGo(ListPart part, String reader) {
    alone.executeWithoutResult(
        transaction ->
            jdbc.sql(
                    """
                    update muster_hexnode_reading set reader = null, reader_until = null
                    where portal = ? and part = ? and reader = ?
                    """)
                .params(portal, part.name(), reader)
                .update());
  }

  /**
   * A page as it was shown.
   *
   * @param count how many things the whole list has, as the page says, or null
   * @param things what is on it
   * @param last whether no page comes after it
   * @param gone whether the page was not there any more, so that the list has become shorter
   */
  record Shown(@Nullable Integer count, List<IndexedThing> things, boolean last, boolean gone) {}

  /**
   * How far the reading has come.
   *
   * @param ended whether the list has been read to its end
   * @param next the page that this reader is to read next, or null if it has to claim one first
   */
  record Progress(boolean ended, @Nullable Next next) {}

  /** Keeps a page, and has the reader go on with the next one; at the end it lets go. */
  Progress keep(ListPart part, Next page, Shown shown, Instant now, Duration lease) {
    return Objects.requireNonNull(
        alone.execute(
            transaction -> {
              var isNext =
                  jdbc.sql(
                          """
                          select 1 from muster_hexnode_reading where portal = ? and part = ?
                            and open and number = ? and next_page = ? for update
                          """)
                      .params(portal, part.name(), page.number(), page.page())
                      .query(Integer.class)
                      .optional();
              if (isNext.isEmpty()) {
                return new Progress(false, null); // another node has read it meanwhile
              }
              var things = new TreeMap<Long, IndexedThing>();
              shown.things().forEach(thing -> things.put(thing.id(), thing));
              var twice = known(part, page.number(), things.keySet());
              put(part, things.values(), page.number(), true, now);
              jdbc.sql(
                      """
                      update muster_hexnode_reading set next_page = next_page + 1, touched_at = :now,
                        seen = seen + :seen,
                        torn = torn or :torn or (shown is not null and shown is distinct from cast(:count as integer)),
                        shown = coalesce(shown, cast(:count as integer)),
                        reader = case when :last then null else reader end,
                        reader_until = case when :last then null else cast(:until as timestamptz) end
                      where portal = :portal and part = :part
                      """)
                  .param("now", Timestamp.from(now))
                  .param("seen", things.size() - twice)
                  .param("torn", shown.gone() || twice > 0)
                  .param("count", shown.count())
                  .param("last", shown.last())
                  .param("until", Timestamp.from(now.plus(lease)))
                  .param("portal", portal)
                  .param("part", part.name())
                  .update();
              if (shown.last()) {
                end(part, page.number(), now);
                return new Progress(true, null);
              }
              return new Progress(false, new Next(page.number(), page.page() + 1));
            }));
  }

  private int known(ListPart part, long reading, Set<Long> ids) {
    return jdbc.sql(
            """
            select count(*) from muster_hexnode_thing
            where portal = ? and part = ? and reading = ? and id = any(?)
            """)
        .params(portal, part.name(), reading, ids.toArray(Long[]::new))
        .query(Integer.class)
        .single();
  }

  /** What a reading did not show is gone; if the list changed meanwhile, only after the next. */
  private void end(ListPart part, long number, Instant now) {
    jdbc.sql(
            """
            update muster_hexnode_reading set open = false, begun_at = open_at, ended_at = ?,
              sound = not torn and (shown is null or shown = seen)
            where portal = ? and part = ?
            """)
        .params(Timestamp.from(now), portal, part.name())
        .update();
    jdbc.sql(
            """
            delete from muster_hexnode_thing thing using muster_hexnode_reading reading
            where thing.portal = reading.portal and thing.part = reading.part
              and reading.portal = ? and reading.part = ?
              and thing.reading < case when reading.sound then cast(? as bigint) else cast(? as bigint) end
            """)
        .params(portal, part.name(), number, number - 1)
        .update();
    jdbc.sql(
            """
            update muster_hexnode_reading set active =
              (select count(*) from muster_hexnode_thing where portal = :portal and part = :part and active)
            where portal = :portal and part = :part
            """)
        .param("portal", portal)
        .param("part", part.name())
        .update();
  }

  /**
   * Keeps what was seen or made singly; the next reading that does not show it forgets it. It is
   * written at the end of the transaction at work, so that no row is locked before that.
   */
  void put(ListPart part, IndexedThing thing, Instant now) {
    if (!isKnown(part, thing)) {
      SeenSingly.keep(this, new SeenSingly.Sighting(part, thing, now), alone);
    }
  }

  /** Writes what was seen singly, as part of the caller's transaction. */
  void write(ListPart part, IndexedThing thing, Instant now) {
    jdbc.sql("select number from muster_hexnode_reading where portal = ? and part = ?")
        .params(portal, part.name())
        .query(Long.class)
        .optional()
        .ifPresent(newest -> put(part, List.of(thing), newest, false, now));
  }

  /** What looks as before need not be written again for each look. */
  private boolean isKnown(ListPart part, IndexedThing thing) {
    return jdbc.sql(
            """
            select exists (select from muster_hexnode_thing
              where portal = ? and part = ? and id = ? and body = ?)
            """)
        .params(portal, part.name(), thing.id(), thing.body())
        .query(Boolean.class)
        .single();
  }

  private void put(
      ListPart part, Collection<IndexedThing> things, long reading, boolean listed, Instant now) {
    if (things.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into muster_hexnode_thing
              (portal, part, id, name, address, serial, owner, active, body, reading, seen_at)
            select cast(:portal as varchar), cast(:part as varchar), id, name, address, serial, owner, active, body,
              cast(:reading as bigint), cast(:now as timestamptz)
            from jsonb_to_recordset(cast(:things as jsonb))
              as shown(id bigint, name text, address text, serial text, owner bigint, active boolean, body text)
            on conflict (portal, part, id) do update set name = excluded.name, address = excluded.address,
              serial = excluded.serial, owner = excluded.owner, active = excluded.active, body = excluded.body,
              reading = case when :listed then excluded.reading else muster_hexnode_thing.reading end, seen_at = excluded.seen_at
              where :listed or muster_hexnode_thing.seen_at <= excluded.seen_at
            """)
        .param("portal", portal)
        .param("part", part.name())
        .param("reading", reading)
        .param("listed", listed)
        .param("now", Timestamp.from(now))
        .param("things", json(things))
        .update();
  }

  private static String json(Collection<IndexedThing> things) {
    try {
      return JSON.writeValueAsString(things);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Forgets what is known to be gone. */
  void remove(ListPart part, long id) {
    SeenSingly.forget(this, part, id);
    alone.executeWithoutResult(
        transaction ->
            jdbc.sql("delete from muster_hexnode_thing where portal = ? and part = ? and id = ?")
                .params(portal, part.name(), id)
                .update());
  }

  /** How many things are known of this list. */
  int count(ListPart part) {
    return jdbc.sql("select count(*) from muster_hexnode_thing where portal = ? and part = ?")
        .params(portal, part.name())
        .query(Integer.class)
        .single();
  }

  /** Everything in this list. */
  List<String> all(ListPart part) {
    return jdbc.sql(
            "select body from muster_hexnode_thing where portal = ? and part = ? order by id")
        .params(portal, part.name())
        .query(String.class)
        .list();
  }

  /** These things of this list. */
  List<String> byId(ListPart part, Set<Long> ids) {
    return jdbc.sql(
            """
            select body from muster_hexnode_thing where portal = ? and part = ? and id = any(?)
            order by id
            """)
        .params(portal, part.name(), ids.toArray(Long[]::new))
        .query(String.class)
        .list();
  }

  /** The users with this address who are somebody. */
  List<String> usersWith(String address) {
    return jdbc.sql(
            """
            select body from muster_hexnode_thing
            where portal = ? and part = 'USERS' and active and address = ? order by id
            """)
        .params(portal, DeviceTraces.addressKey(address))
        .query(String.class)
        .list();
  }

  /** The enrolled devices of this user. */
  List<String> devicesOf(long user) {
    return jdbc.sql(
            """
            select body from muster_hexnode_thing
            where portal = ? and part = 'DEVICES' and active and owner = ? order by id
            """)
        .params(portal, user)
        .query(String.class)
        .list();
  }

  /** The groups with this name. */
  List<String> groupsNamed(String name) {
    return jdbc.sql(
            """
            select body from muster_hexnode_thing
            where portal = ? and part = 'GROUPS' and name = ? order by id
            """)
        .params(portal, name)
        .query(String.class)
        .list();
  }

  /**
   * Every device that the traces may lead to, and every one that belongs to nobody.
   *
   * @param users of the person, as the index has them
   */
  List<FoundDevice> devicesFor(DeviceTraces traces, Set<Long> users) {
    return jdbc.sql(
            """
            select body, seen_at, owner is not null and not exists (
                select 1 from muster_hexnode_thing owning where owning.portal = thing.portal
                  and owning.part = 'USERS' and owning.active and owning.id = thing.owner) as ownerless
            from muster_hexnode_thing thing
            where portal = :portal and part = 'DEVICES' and active and (
              owner = any(:users)
              or serial <> '' and serial = any(:serials)
              or owner is null
              or not exists (
                select 1 from muster_hexnode_thing owning where owning.portal = thing.portal
                  and owning.part = 'USERS' and owning.active and owning.id = thing.owner))
            order by id
            """)
        .param("portal", portal)
        .param("users", users.toArray(Long[]::new))
        .param(
            "serials",
            traces.devices().stream()
                .map(known -> DeviceTraces.serialKey(known.serial()))
                .toArray(String[]::new))
        .query(
            (row, number) ->
                new FoundDevice(
                    row.getString("body"),
                    Objects.requireNonNull(instant(row, "seen_at")),
                    row.getBoolean("ownerless")))
        .list();
  }

  /**
   * A device that the traces may lead to.
   *
   * @param ownerless whether it shows an owner who is not among the users
   */
  record FoundDevice(String body, Instant seenAt, boolean ownerless) {}

  /** Every user the traces may lead to, and all who share an address with one of those. */
  List<String> usersFor(DeviceTraces traces, Set<Long> numbers) {
    return jdbc.sql(
            """
            with led as (
              select id, address from muster_hexnode_thing
              where portal = :portal and part = 'USERS' and active
                and (address <> '' and address = any(:addresses) or name <> '' and name = any(:names) or id = any(:numbers)))
            select body from muster_hexnode_thing
            where portal = :portal and part = 'USERS' and active
              and (id in (select id from led) or address <> '' and address in (select address from led))
            order by id
            """)
        .param("portal", portal)
        .param(
            "addresses",
            traces.addresses().all().stream().map(DeviceTraces::addressKey).toArray(String[]::new))
        .param("names", traces.names().stream().map(DeviceTraces::nameKey).toArray(String[]::new))
        .param("numbers", numbers.toArray(Long[]::new))
        .query(String.class)
        .list();
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var stored = row.getTimestamp(column);
    return stored == null ? null : stored.toInstant();
  }
}
