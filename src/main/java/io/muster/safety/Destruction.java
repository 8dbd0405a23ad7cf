package io.muster.safety;

import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The brake on everything that destroys. A person pauses it with one call; the breaker opens by
 * itself when more is destroyed than on an ordinary day. Either way wipes wait, and everything that
 * can be undone goes on. Going on takes two different people.
 */
public interface Destruction {
  /** How things stand now. */
  State state();

  /** Why this plan's wipe cannot be sent now; it is kept on the list of what waits. */
  Optional<Stop> stopFor(String plan);

  /**
   * Stops every wipe on every node. Paused already, it stays as it is.
   *
   * @param by the sign-in name
   * @param reason why, for whoever looks later
   */
  Pause pause(String by, String reason);

  /**
   * Agrees that wipes go on; they do once a second person has agreed.
   *
   * @param by the sign-in name
   * @return the pause, ended or not
   * @throws RemoteFailure.Refused if nothing is paused, or the person has agreed already
   */
  Pause resume(String by, String comment);

  /**
   * Agrees to close the breaker for exactly the wipes on a list. Once a second person has agreed to
   * the same list, these are let through and the breaker is closed.
   *
   * @param list the digest of the list that the person was shown
   * @param by the sign-in name
   * @return the opening, closed or not
   * @throws RemoteFailure.Refused if the breaker is closed, the list is another by now, the person
   *     has agreed already, or is on the list
   */
  Opening close(String list, String by, String comment);

  /**
   * Proposes that these people's leaving counts for no limit, as rehearsed.
   *
   * @param by the sign-in name
   * @throws RemoteFailure.Refused if the list is empty
   */
  PeopleList propose(List<EmployeeId> people, String by, String reason);

  /**
   * Agrees to a list of people; it counts once a second person has agreed.
   *
   * @param digest the digest of the list that the person was shown
   * @param by the sign-in name
   * @throws RemoteFailure.Refused if there is no such list, it is another one, the person has
   *     agreed already, or is on it
   */
  PeopleList agree(long list, String digest, String by, String comment);

  /** Tells a list of these people, in any order, from every other. */
  static String digest(Collection<EmployeeId> people) {
    return PlanStore.digest(people.stream().map(EmployeeId::value).distinct().sorted());
  }

  /** Those of these people whose leaving two people have agreed to, and who have not left yet. */
  Set<EmployeeId> agreedTo(Collection<EmployeeId> people);

  /** The lists of people, the newest first. */
  List<PeopleList> lists();

  /**
   * How things stand.
   *
   * @param pause the pause that lasts, or null
   * @param opening why the breaker is open, or null if it is closed
   * @param list the digest of {@code waiting}
   * @param waiting the wipes that wait for the pause or the breaker
   * @param counts how much was destroyed lately, and how much may be
   * @param managed how many devices are managed, or null while nobody has counted them
   */
  record State(
      @Nullable Pause pause,
      @Nullable Opening opening,
      String list,
      List<Waiting> waiting,
      List<Count> counts,
      @Nullable Long managed) {}

  /** Somebody's yes. */
  record Yes(String by, Instant at, String comment) {}

  /**
   * A stop by hand.
   *
   * @param resumedAt when it ended, or null while it lasts
   * @param resuming who has agreed that it ends
   */
  record Pause(
      long number,
      Instant since,
      String by,
      String reason,
      @Nullable Instant resumedAt,
      List<Yes> resuming) {}

  /**
   * A stop by the breaker.
   *
   * @param why what was more than ordinary
   * @param closedAt when it was closed, or null while it is open
   * @param closing who has agreed to close it for the list as it is now
   */
  record Opening(
      long number, Instant since, String why, @Nullable Instant closedAt, List<Yes> closing) {}

  /** A wipe that waits. */
  record Waiting(
      String plan,
      String caseId,
      String employee,
      long device,
      String serial,
      WipeKind kind,
      Instant since) {}

  /**
   * What was destroyed in one window.
   *
   * @param window how long it is, ISO 8601
   */
  record Count(String window, long calls, long limit) {}

  /**
   * People whose leaving was rehearsed.
   *
   * @param digest tells the list from any other
   * @param agreedAt when two people had agreed, or null until then
   */
  record PeopleList(
      long number,
      String reason,
      String digest,
      String proposedBy,
      Instant proposedAt,
      @Nullable Instant agreedAt,
      List<String> people,
      List<Yes> agreed) {}

  /**
   * Why nothing is destroyed.
   *
   * @param reason what a case waits for, as its clock calls it
   * @param words why, and what ends it
   * @param again how long to wait before the next try
   */
  record Stop(String reason, String words, Duration again) {}
}
