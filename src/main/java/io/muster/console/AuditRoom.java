package io.muster.console;

import io.muster.console.Population.Difference;
import io.muster.console.Population.Kind;
import io.muster.console.Population.Member;
import io.muster.evidence.CaseEvidence;
import io.muster.evidence.CaseEvidence.BegunCase;
import io.muster.intake.EventHistory;
import io.muster.intake.EventHistory.Event;
import io.muster.intake.Inbox.Fate;
import io.muster.process.CaseAction;
import io.muster.process.CaseActions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts the same people by three books, and says why one of them lacks somebody. */
@Component
class AuditRoom {
  /** Of events, cases or packs in one period; with more of them, a shorter one is asked for. */
  static final int MOST = 5_000;

  /** Of packs in one answer. */
  static final int LARGEST_SAMPLE = 200;

  private static final List<String> PROCESSES =
      Stream.of(Kind.values()).map(Kind::process).toList();
  private static final Map<String, Kind> BY_EVENT =
      Map.of(
          "worker.hired", Kind.JOINERS,
          "worker.changed", Kind.MOVERS,
          "worker.terminated", Kind.LEAVERS);

  private final CaseActions actions;
  private final EventHistory events;
  private final CaseReader cases;
  private final CaseEvidence evidence;

  AuditRoom(EventHistory events, CaseReader cases, CaseEvidence evidence, CaseActions actions) {
    this.actions = actions;
    this.events = events;
    this.cases = cases;
    this.evidence = evidence;
  }

  /** What the books hold of the period, by case. */
  private record Books(
      Map<String, Event> events, Map<String, CaseHead> cases, Map<String, BegunCase> packs) {
    Set<String> ids() {
      var ids = new TreeSet<String>();
      ids.addAll(events.keySet());
      ids.addAll(cases.keySet());
      ids.addAll(packs.keySet());
      return ids;
    }

    Set<String> without(Map<String, ?> book) {
      var ids = ids();
      ids.removeAll(book.keySet());
      return ids;
    }
  }

  Population population(AuditPeriod period) {
    var sent = events.between(period.begin(), period.end(), MOST + 1);
    var started = cases.startedWithin(period.begin(), period.end(), PROCESSES, MOST + 1);
    var packed = evidence.begun(period.begin(), period.end(), MOST + 1);
    var here =
        new Books(
            by(sent.stream().filter(AuditRoom::startsCase), event -> caseOf(event)),
            by(started.stream(), CaseHead::id),
            by(packed.stream(), BegunCase::caseId));
    // what the others know of a case that one of them does not have here
    var elsewhere =
        new Books(
            events.thatStarted(here.without(here.events())),
            cases.byId(here.without(here.cases())),
            Map.of());
    var packedElsewhere = new HashSet<>(evidence.known(here.without(here.packs())));
    var eventInPack = new HashSet<>(evidence.withEvent(here.without(here.events())));
    var members = new ArrayList<Member>();
    for (var id : here.ids()) {
      var kind = kind(id, here, elsewhere);
      if (kind != null) {
        var differences = new ArrayList<Difference>();
        event(id, here, elsewhere, eventInPack).ifPresent(differences::add);
        begun(id, here, elsewhere).ifPresent(differences::add);
        packed(id, here, elsewhere, packedElsewhere).ifPresent(differences::add);
        members.add(member(id, kind, here, elsewhere, differences));
      }
    }
    members.sort(Comparator.comparing(Member::at).thenComparing(Member::caseId));
    return new Population(
        period,
        members,
        without(sent),
        Stream.of(sent, started, packed).anyMatch(book -> book.size() > MOST));
  }

  private Optional<Difference> event(
      String id, Books here, Books elsewhere, Set<String> eventInPack) {
    if (here.events().containsKey(id)) {
      return Optional.empty();
    }
    var other = elsewhere.events().get(id);
    if (other != null) {
      return explained(
          "HR's event came in at %s, outside this period.".formatted(other.receipt().takenAt()));
    }
    if (eventInPack.contains(id)) {
      return explained("HR's event is in the pack; the inbox no longer keeps it.");
    }
    var byHand =
        actions.of(id, 1).stream()
            .filter(action -> action.kind() == CaseAction.Kind.STARTED)
            .findFirst();
    return byHand.isPresent()
        ? explained("%s started it on the page Drift.".formatted(byHand.get().by()))
        : unexplained(
            "No HR event that is kept started it. It followed from another case, or somebody started it: look at its page.");
  }

  private static Optional<Difference> begun(String id, Books here, Books elsewhere) {
    if (here.cases().containsKey(id)) {
      return Optional.empty();
    }
    var other = elsewhere.cases().get(id);
    if (other != null) {
      return explained("The case began at %s, outside this period.".formatted(other.startedAt()));
    }
    return here.packs().containsKey(id)
        ? explained("The engine no longer keeps this case; its pack has all of it.")
        : unexplained(
            "An event says that it started this case, but the engine knows no such case.");
  }

  private Optional<Difference> packed(
      String id, Books here, Books elsewhere, Set<String> packedElsewhere) {
    if (here.packs().containsKey(id)) {
      return Optional.empty();
    }
    if (packedElsewhere.contains(id)) {
      return explained("Its evidence begins outside this period.");
    }
    var began = Optional.ofNullable(here.cases().getOrDefault(id, elsewhere.cases().get(id)));
    var since = evidence.since();
    return began.filter(head -> since.filter(head.startedAt()::isBefore).isPresent()).isPresent()
        ? explained(
            "The case began before evidence was kept, which it is since %s."
                .formatted(since.orElseThrow()))
        : unexplained("Its evidence is missing: somebody may have removed it.");
  }

  private static Optional<Difference> explained(String words) {
    return Optional.of(new Difference(words, true));
  }

  private static Optional<Difference> unexplained(String words) {
    return Optional.of(new Difference(words, false));
  }

  private static Member member(
      String id, Kind kind, Books here, Books elsewhere, List<Difference> differences) {
    var event = here.events().getOrDefault(id, elsewhere.events().get(id));
    var head = here.cases().getOrDefault(id, elsewhere.cases().get(id));
    var pack = here.packs().get(id);
    return new Member(
        id,
        kind,
        employee(event, head, pack),
        at(event, head, pack),
        here.events().containsKey(id),
        here.cases().containsKey(id),
        pack != null,
        List.copyOf(differences));
  }

  private static @Nullable String employee(
      @Nullable Event event, @Nullable CaseHead head, @Nullable BegunCase pack) {
    if (head != null && head.employee() != null) {
      return head.employee().value();
    }
    if (event != null && event.receipt().employee() != null) {
      return event.receipt().employee();
    }
    return pack == null ? null : pack.person();
  }

  private static Instant at(
      @Nullable Event event, @Nullable CaseHead head, @Nullable BegunCase pack) {
    if (pack != null) {
      return pack.begunAt();
    }
    if (head != null) {
      return head.startedAt();
    }
    return event == null ? Instant.EPOCH : event.receipt().takenAt();
  }

  private static @Nullable Kind kind(String id, Books here, Books elsewhere) {
    var head = here.cases().getOrDefault(id, elsewhere.cases().get(id));
    if (head != null) {
      return Kind.of(head.process());
    }
    var pack = here.packs().get(id);
    if (pack != null && pack.process() != null) {
      return Kind.of(pack.process());
    }
    var event = here.events().getOrDefault(id, elsewhere.events().get(id));
    return event == null || event.kind() == null ? null : BY_EVENT.get(event.kind());
  }

  /** Events that started no case are no part of the three counts, but of the whole. */
  private static Map<String, Integer> without(Collection<Event> sent) {
    return sent.stream()
        .filter(event -> !startsCase(event))
        .collect(
            Collectors.toMap(
                event -> event.receipt().fate().name(), event -> 1, Integer::sum, TreeMap::new));
  }

  private static boolean startsCase(Event event) {
    return event.receipt().fate() == Fate.STARTED && event.receipt().caseId() != null;
  }

  private static String caseOf(Event event) {
    return String.valueOf(event.receipt().caseId());
  }

  private static <T> Map<String, T> by(Stream<T> all, java.util.function.Function<T, String> key) {
    return all.collect(Collectors.toMap(key, one -> one, (one, other) -> one, LinkedHashMap::new));
  }
}
