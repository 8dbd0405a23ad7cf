package io.muster.lifecycle;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Memberships in which HR's rules, a directory and device management do not agree. */
public interface DriftReports {
  /**
   * The newest first; what only differs in device management comes last.
   *
   * @param limit no more than this many of either
   */
  List<Membership> differing(int limit);

  /** What differs. */
  enum Kind {
    /** HR's rules want the person in the group, and the directory has them out. */
    MISSING,
    /** The directory has the person in the group, and HR's rules want them out. */
    UNEXPECTED,
    /** The account shows something else than HR says; the group names what. */
    DIFFERENT,
    /** HR and the directory agree, and only device management is behind. */
    MIRROR
  }

  /** What of an account differs. */
  enum Shows {
    /** A membership in a group. */
    GROUP,
    /** What the person signs in with. */
    LOGIN,
    /** Whose the account is: two bear the same number. */
    NUMBER,
    /** Whom the account shows as manager. */
    MANAGER
  }

  /**
   * One membership.
   *
   * @param kind what differs
   * @param shows the same more closely, where no group differs
   * @param employee whose account it is, or null if the account names nobody
   * @param expected whether HR's rules want the person in the group
   * @param actual whether the directory has the person in it
   * @param mirrored whether device management has, or null if the group is not mirrored there
   * @param reason why it is so, as far as the directory says; empty if it does not
   * @param foundAt when it was first seen, or null if only device management is behind
   */
  record Membership(
      Kind kind,
      Shows shows,
      String connection,
      @Nullable String employee,
      String login,
      String group,
      boolean expected,
      boolean actual,
      @Nullable Boolean mirrored,
      String reason,
      @Nullable Instant foundAt) {}
}
