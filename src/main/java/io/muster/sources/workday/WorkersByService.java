package io.muster.sources.workday;

import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.sources.workday.KnownWorker.Ahead;
import io.muster.sources.workday.SeenWorker.Entry;
import io.muster.sources.workday.WorkdayProperties.Connection;
import io.muster.sources.workday.WorkersQuery.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads workers by Get_Workers.
 *
 * <p>What has changed is found by two windows: what was entered since, whenever it is so from, and
 * what is so since, whenever it was entered. What is to come shows in neither until its day, so the
 * log is asked for days to come, and each worker is read as of these.
 */
final class WorkersByService {
  /** Days in a row on which something of one worker may be different before we stop looking. */
  private static final int FURTHEST = 12;

  /** A termination counts from the end of its day, which its moment in the log does not say. */
  private static final Duration COMES_INTO_FORCE = Duration.ofDays(2);

  private final String name;
  private final Connection connection;
  private final WorkdayWire wire;

  WorkersByService(String name, Connection connection, WorkdayWire wire) {
    this.name = name;
    this.connection = connection;
    this.wire = wire;
  }

  /** Everybody, those who have left too. */
  List<KnownWorker> everybody(Instant at) {
    return foreseen(all(WorkersQuery.everybody(dayOf(at), at)), at, at);
  }

  /** All records of those of whom anything may have changed. */
  List<KnownWorker> changed(Instant since, Instant at) {
    var now = dayOf(at);
    var found = all(WorkersQuery.logged(new Window(since, at), inForce(since, at), now, at));
    var people = new LinkedHashSet<String>();
    for (var worker : found.values()) {
      Optional.ofNullable(worker.row().get(Columns.WORKER_ID)).ifPresent(people::add);
    }
    // another record of the same person may be the one that counts
    for (var some : portions(people, connection.pageSize() / 2)) {
      found.putAll(all(WorkersQuery.people(some, now, at)));
    }
    return foreseen(found, since, at);
  }

  private Window inForce(Instant since, Instant at) {
    return new Window(since.minus(COMES_INTO_FORCE), at.plus(connection.lookAhead()));
  }

  private List<KnownWorker> foreseen(Map<String, SeenWorker> found, Instant since, Instant at) {
    demandStatus(found.values());
    var soon =
        found.isEmpty()
            ? Map.<String, SeenWorker>of()
            : all(
                WorkersQuery.logged(
                    null, inForce(since, at), dayOf(at.plus(connection.lookAhead())), at));
    var ahead = ahead(found.values(), at);
    return found.values().stream()
        .map(
            worker ->
                new KnownWorker(
                    worker,
                    Optional.ofNullable(soon.get(worker.record()))
                        .map(SeenWorker::employment)
                        .orElse(null),
                    ahead.getOrDefault(worker.record(), List.of())))
        .toList();
  }

  /** Nobody's status is to be guessed: where none is shown, nothing is taken in. */
  private void demandStatus(Collection<SeenWorker> workers) {
    if (!workers.isEmpty() && workers.stream().allMatch(it -> it.employment() == null)) {
      throw new Misconfigured(
          "Workday (%s) shows of nobody whether they are employed, so nothing was taken in. Give the security group of %s Get access to the domain %s, and activate pending security policy changes."
              .formatted(name, connection.account(), SeenWorker.Block.STATUS.domain()));
    }
  }

  /** What will be different of whom, from which day on. */
  private Map<String, List<Ahead>> ahead(Collection<SeenWorker> workers, Instant at) {
    var found = new HashMap<String, List<Ahead>>();
    var open = new LinkedHashMap<String, LocalDate>();
    for (var worker : workers) {
      next(worker, dayOf(at)).ifPresent(day -> open.put(worker.record(), day));
    }
    for (int step = 0; step < FURTHEST && !open.isEmpty(); step++) {
      var byDay = new TreeMap<LocalDate, List<String>>();
      open.forEach((wid, day) -> byDay.computeIfAbsent(day, each -> new ArrayList<>()).add(wid));
      open.clear();
      byDay.forEach(
          (day, wids) -> {
            for (var some : portions(wids, connection.pageSize())) {
              for (var then : all(WorkersQuery.records(some, day, at)).values()) {
                found
                    .computeIfAbsent(then.record(), each -> new ArrayList<>())
                    .add(new Ahead(day, then));
                next(then, day).ifPresent(further -> open.put(then.record(), further));
              }
            }
          });
    }
    return found;
  }

  /** The next day after this one from which on something is different of a worker. */
  private static Optional<LocalDate> next(SeenWorker worker, LocalDate day) {
    var employment = worker.employment();
    if (employment == null
        || employment.terminated()
        || Boolean.TRUE.equals(employment.rescinded())) {
      return Optional.empty();
    }
    var begin = employment.toCome(day) ? Stream.ofNullable(employment.hired()) : null;
    var logged =
        worker.log().stream()
            .filter(entry -> !entry.rescinded())
            .map(WorkersByService::inForceFrom)
            .filter(from -> from.isAfter(day));
    return (begin == null ? logged : Stream.concat(begin, logged)).min(LocalDate::compareTo);
  }

  /** The day of a termination is the last that counts as employed. */
  private static LocalDate inForceFrom(Entry entry) {
    return entry.ends() ? entry.effective().plusDays(1) : entry.effective();
  }

  private LocalDate dayOf(Instant instant) {
    return LocalDate.ofInstant(instant, connection.zone());
  }

  /** All pages of an answer, or a failure: never some of them. */
  private Map<String, SeenWorker> all(WorkersQuery question) {
    var found = new LinkedHashMap<String, SeenWorker>();
    int pages = 1;
    for (int page = 1; page <= pages; page++) {
      var answer = wire.workers(question, page);
      if (page == 1) {
        pages = answer.pages();
      }
      answer.workers().forEach(worker -> found.put(worker.record(), worker));
      if (answer.page() != page && answer.total() > 0) {
        throw wire.unusable("page %d came where %d was asked for".formatted(answer.page(), page));
      }
      if (page >= pages && found.size() != answer.total()) {
        throw wire.unusable(
            "%d workers were announced and %d came".formatted(answer.total(), found.size()));
      }
    }
    return found;
  }

  private static List<List<String>> portions(Collection<String> all, int size) {
    var list = List.copyOf(all);
    var most = Math.max(1, size);
    return Stream.iterate(0, from -> from < list.size(), from -> from + most)
        .map(from -> list.subList(from, Math.min(from + most, list.size())))
        .toList();
  }
}
