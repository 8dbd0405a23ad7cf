package io.muster.devices.hexnode;

import io.muster.devices.hexnode.TreacherousEstate.Fate;
import io.muster.devices.hexnode.TreacherousEstate.Order;
import io.muster.safety.Claim;
import io.muster.safety.DeviceFacts;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import io.muster.safety.WipeKind;
import io.muster.safety.WipeOrder.State;
import io.muster.safety.WipePlan;
import io.muster.safety.WipePlan.Approval;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges every order that arrives by what the portal had shown and what people had said, and by
 * nothing that the product wrote down itself.
 */
final class TreacheryJudge {
  private static final Duration CLAIM_LIFE = Duration.ofSeconds(20);
  private static final Duration AWAKE = Duration.ofMinutes(15);
  private static final Duration APPROVAL_LIFE = Duration.ofDays(7);
  private static final Duration SLACK = Duration.ofMinutes(10);
  private static final Duration LATELY = Duration.ofDays(30);
  private static final long NEVER = Long.MAX_VALUE;

  private final TreacherousEstate estate;
  private final Clock clock;
  private final List<String> broken = new ArrayList<>();
  private final Map<String, Frozen> frozen = new HashMap<>();
  private final Map<String, Draft> drafts = new HashMap<>();
  private final Map<String, Spending> spendings = new HashMap<>();
  private final Map<Order, Spending> spent = new HashMap<>();
  private final Map<String, Instant> lookedAt = new HashMap<>();
  private final Set<String> released = new HashSet<>();
  private final List<Note> notes = new ArrayList<>();

  TreacheryJudge(TreacherousEstate estate, Clock clock) {
    this.estate = estate;
    this.clock = clock;
    estate.judgedBy(this::order);
  }

  /** What was found wrong, in words. */
  List<String> broken() {
    return broken;
  }

  void broke(String what) {
    broken.add(what);
  }

  /** A case is about to freeze these. */
  synchronized void freezing(String caseId, Set<String> users, Collection<DeviceFacts> devices) {
    var all =
        frozen.computeIfAbsent(caseId, none -> new Frozen(new HashSet<>(), new ArrayList<>()));
    all.users.addAll(users);
    all.devices.addAll(devices);
  }

  /** Safety is told of this reading. */
  synchronized Note telling(DeviceFacts facts) {
    var note = new Note(estate.tick(), facts, clock.instant());
    notes.add(note);
    return note;
  }

  synchronized void told(Note note) {
    note.end = estate.tick();
  }

  private Draft draft(String id) {
    return Objects.requireNonNull(drafts.get(id), "a plan that was accepted");
  }

  /** A plan was accepted; what it says is what people are shown. */
  synchronized void drafted(String id, WipePlan plan) {
    drafts.computeIfAbsent(id, none -> new Draft(plan));
    judge("planned", new Case(draft(id), plan.facts(), 0));
  }

  /** A person is about to answer what was shown under this number, or nobody did in time. */
  synchronized Answer answering(String id, boolean silent) {
    var answer = new Answer(clock.instant(), silent);
    draft(id).answers.add(answer);
    return answer;
  }

  /** It was not taken for an answer. */
  synchronized void refused(String id, Answer answer) {
    draft(id).answers.remove(answer);
  }

  /** A warrant is about to be asked for. */
  synchronized void issuing(String id) {
    var draft = draft(id);
    if (draft.issuedAfter == null) {
      draft.issuedAfter = clock.instant();
    }
  }

  /** A warrant was issued on this reading. */
  synchronized void issued(String id, DeviceFacts live, long since) {
    judge("issued", new Case(draft(id), live, since));
    judgeAnswer("issued", draft(id));
  }

  synchronized void spending(String node, String plan, String warrant) {
    spendings.put(node, new Spending(draft(plan), warrant, null));
  }

  /** The wire guard of this node let the head of an order pass. */
  synchronized void looked(String node) {
    lookedAt.put(node, clock.instant());
  }

  synchronized void spentOrNot(String node) {
    spendings.remove(node);
  }

  /** Somebody saw that this order will not be carried out. */
  synchronized void released(String warrant) {
    released.add(warrant);
  }

  /** The case was given up. */
  synchronized void withdrawn(String caseId) {
    drafts.values().stream()
        .filter(draft -> draft.plan.caseId().equals(caseId) && draft.withdrawnAt == NEVER)
        .forEach(draft -> draft.withdrawnAt = estate.tick());
  }

  /** The warrants under which this order may have been sent. */
  synchronized Optional<String> warrantOf(Order order) {
    return Optional.ofNullable(spent.get(order)).map(Spending::warrant);
  }

  private synchronized void order(Order order) {
    var spending = spendings.get(order.node);
    var reading = estate.reading(order.node);
    if (spending == null || reading.isEmpty()) {
      broken.add("sent with no warrant being spent");
      return;
    }
    var draft = spending.draft;
    var shown = reading.get();
    var now = new Spending(draft, spending.warrant, shown.facts().enrolledAt());
    spent.put(order, now);
    if (order.target != draft.plan.facts().device().value() || order.kind != draft.plan.kind()) {
      broken.add("sent something else than was planned");
    }
    if (draft.withdrawnAt < shown.at()) {
      broken.add("sent after it was withdrawn");
    }
    judge("sent", new Case(draft, shown.facts(), shown.at()));
    judgeAnswer("sent", draft);
    if (shown.facts().owner() != null
        && estate.bearerShown(order.node).filter(TreacherousEstate.EVE::equals).isPresent()) {
      broken.add("sent for a device whose user was given to somebody else");
    }
    judgeTimes(order, draft, shown.facts());
    judgeWhetherTwice(order, now);
  }

  private void judge(String did, Case judged) {
    var plan = judged.draft.plan;
    var live = judged.live;
    var leaver = frozen.get(plan.caseId());
    if (leaver == null || leaver.devices.stream().noneMatch(device -> sameLife(device, live))) {
      broken.add(did + " for a device, or an enrolment of it, that was not frozen");
      return;
    }
    if (!plan.facts().serial().equals(live.serial())
        || !Objects.equals(plan.facts().owner(), live.owner())
        || !Objects.equals(plan.facts().enrolledAt(), live.enrolledAt())
        || plan.facts().ownership() != live.ownership()
        || plan.facts().shared() != live.shared()
        || !live.enrolled()) {
      broken.add(did + " for a device that is not as it was planned");
    }
    if (estate.heldSince() >= 0 && estate.heldSince() < judged.readAt) {
      broken.add(did + " under legal hold");
    }
    judgeOwner(did, judged, leaver);
    judgeKind(did, judged);
  }

  private void judgeOwner(String did, Case judged, Frozen leaver) {
    var owner = judged.live.owner();
    var claim = judged.draft.plan.claim();
    if (owner == null) {
      var theirs =
          leaver.devices.stream()
              .filter(device -> sameLife(device, judged.live))
              .anyMatch(device -> leaver.users.contains(String.valueOf(device.owner())));
      if (claim != Claim.WAS_THEIRS || !theirs) {
        broken.add(did + " for a device of nobody that was not the leaver's");
      }
      if (judged.readAt > 0 && becameAnothers(judged, leaver.users)) {
        broken.add(did + " for a device of nobody that was somebody else's since");
      }
    } else if (!leaver.users.contains(owner) || owner.equals(TreacherousEstate.COLLEAGUE)) {
      broken.add(did + " for a device of somebody else's");
    } else if (claim == Claim.WAS_THEIRS || claim == Claim.NOT_THEIRS) {
      broken.add("%s for a device that is %s".formatted(did, claim));
    }
  }

  /** Safety was told of another owner before this reading, and of the leaver only before that. */
  private boolean becameAnothers(Case judged, Set<String> users) {
    var life =
        notes.stream()
            .filter(note -> note.facts.owner() != null && sameLife(note.facts, judged.live))
            .toList();
    return life.stream()
        .filter(note -> note.end < judged.readAt && !users.contains(note.owner()))
        .anyMatch(
            another ->
                life.stream()
                    .filter(note -> users.contains(note.owner()))
                    .allMatch(own -> own.end < another.start || own.start > judged.readAt));
  }

  private void judgeKind(String did, Case judged) {
    var plan = judged.draft.plan;
    if (plan.kind() == WipeKind.COMPLETE && judged.live.ownership() != Ownership.CORPORATE) {
      broken.add(did + " completely, and it is not the company's");
    }
    // planned anew, as a node that died does, nobody has been asked yet; what counts then is the
    // plan
    var silent = !did.equals("planned") && judged.draft.silent();
    var nobodyAsked = plan.approval() == Approval.NONE || silent;
    if (plan.kind() == WipeKind.COMPLETE && plan.approval() == Approval.NONE) {
      broken.add(did + " completely with nobody asked");
    }
    if (!nobodyAsked) {
      return;
    }
    if (plan.kind() == WipeKind.CORPORATE && judged.live.ownership() != Ownership.PERSONAL) {
      broken.add(did + " with nobody agreeing, and it is not personal");
    }
    if (plan.claim() != Claim.THEIRS || judged.live.owner() == null) {
      broken.add(did + " with nobody agreeing, and it is " + plan.claim());
    }
    if (judged.live.owner() != null && estate.hasTwins()) {
      broken.add(did + " with nobody agreeing, and two users have the address");
    }
    if (judged.live.shared() == Known.YES) {
      broken.add(did + " with nobody agreeing, and several people use it");
    }
    if (notes.stream().anyMatch(note -> handedOverLately(note, judged))) {
      broken.add(did + " with nobody agreeing, and it had another owner lately");
    }
  }

  private boolean handedOverLately(Note note, Case judged) {
    return note.end < judged.readAt
        && note.facts.owner() != null
        && sameLife(note.facts, judged.live)
        && !note.owner().equals(judged.live.owner())
        && clock.instant().isBefore(note.at.plus(LATELY));
  }

  private void judgeAnswer(String did, Draft draft) {
    if (draft.plan.approval() == Approval.NONE) {
      return;
    }
    if (draft.answers.isEmpty()) {
      broken.add(did + " and nobody has agreed to exactly that");
    } else if (did.equals("sent")
        && draft.answers.stream()
            .allMatch(
                answer -> clock.instant().isAfter(answer.at.plus(APPROVAL_LIFE).plus(SLACK)))) {
      broken.add(did + " though the approval is too old");
    }
  }

  private void judgeTimes(Order order, Draft draft, DeviceFacts shown) {
    var looked = lookedAt.get(order.node);
    if (looked == null || !order.at.isBefore(looked.plus(CLAIM_LIFE))) {
      broken.add("sent by a node that stood still for too long");
    }
    var reported = Objects.requireNonNull(shown.lastSeen());
    var issuedAfter = draft.issuedAfter;
    if (issuedAfter == null || !reported.isAfter(issuedAfter)) {
      broken.add("sent to a device that has not shown itself since the warrant");
    }
    if (reported.isBefore(order.at.minus(AWAKE).minus(CLAIM_LIFE))) {
      broken.add("sent to a device that is asleep");
    }
  }

  private void judgeWhetherTwice(Order order, Spending spending) {
    for (var earlier : estate.orders()) {
      var by = spent.get(earlier);
      if (by == null || !Objects.equals(by.enrolledAt, spending.enrolledAt)) {
        continue;
      }
      var again = by.warrant.equals(spending.warrant);
      var seenMissing =
          again
              && earlier.fate == Fate.FORGOTTEN
              && estate.historyRead(order.node) > earlier.moment
              && !clock.instant().isBefore(earlier.shownFrom);
      if (!released.contains(by.warrant) && !seenMissing) {
        broken.add(
            "sent twice, %s the first was %s"
                .formatted(again ? "under one warrant;" : "under two;", earlier.fate));
      }
    }
  }

  /** What a look showed, and whether it raised an alarm. */
  synchronized void looked(String warrant, Look look) {
    var sentAs =
        spent.entrySet().stream()
            .filter(entry -> entry.getValue().warrant.equals(warrant))
            .findFirst();
    if (sentAs.isEmpty() || look.alarm.isPresent()) {
      return;
    }
    var plan = sentAs.get().getValue().draft.plan;
    var order = sentAs.get().getKey();
    var users = Objects.requireNonNull(frozen.get(plan.caseId())).users;
    var live = look.live;
    var isRenamed = TreacherousEstate.EVE.equals(live.bearer());
    var anothers = live.owner() != null && (!users.contains(live.owner()) || isRenamed);
    var differs =
        anothers
            || (live.owner() == null && plan.facts().owner() != null)
            || !sameLife(plan.facts(), live)
            || plan.facts().ownership() != live.ownership()
            || (live.shared() == Known.YES && plan.facts().shared() != Known.YES)
            || (estate.heldSince() >= 0 && estate.heldSince() < look.before);
    if (look.state == State.PENDING && differs) {
      broken.add("an order that would be forbidden now is pending, and nobody is told");
    }
    var on = order.carriedOutOn;
    if (look.state == State.DONE
        && on != null
        && anothers
        && sameLife(on, live)
        && on.owner() != null
        && (isRenamed || !users.contains(on.owner()))) {
      broken.add("an order was carried out on somebody else's device, and nobody is told");
    }
  }

  static boolean sameLife(DeviceFacts one, DeviceFacts other) {
    return one.device().equals(other.device())
        && one.serial().equals(other.serial())
        && Objects.equals(one.enrolledAt(), other.enrolledAt());
  }

  /** What a case froze, or was about to. */
  private record Frozen(Set<String> users, List<DeviceFacts> devices) {}

  /**
   * What is judged.
   *
   * @param live the last reading
   * @param readAt the moment of it, or 0 if it is not known
   */
  private record Case(Draft draft, DeviceFacts live, long readAt) {}

  /**
   * A look at an order.
   *
   * @param before a moment before the device was read
   * @param alarm what people are told
   */
  record Look(long before, DeviceFacts live, State state, Optional<String> alarm) {}

  /** A warrant that a node is spending. */
  private record Spending(Draft draft, String warrant, @Nullable Instant enrolledAt) {}

  /** A yes, or that nobody answered, as far as anybody can tell who does not ask the product. */
  record Answer(Instant at, boolean silent) {}

  /** A plan as people were shown it, and what they said. */
  private static final class Draft {
    private final WipePlan plan;
    private final List<Answer> answers = new ArrayList<>();
    private @Nullable Instant issuedAfter;
    private long withdrawnAt = NEVER;

    Draft(WipePlan plan) {
      this.plan = plan;
    }

    private boolean silent() {
      return !answers.isEmpty() && answers.stream().allMatch(Answer::silent);
    }
  }

  /** A reading that safety was told of. */
  static final class Note {
    private final long start;
    private final DeviceFacts facts;
    private final Instant at;
    private long end = NEVER;

    Note(long start, DeviceFacts facts, Instant at) {
      this.start = start;
      this.facts = facts;
      this.at = at;
    }

    private String owner() {
      return String.valueOf(facts.owner());
    }
  }
}
