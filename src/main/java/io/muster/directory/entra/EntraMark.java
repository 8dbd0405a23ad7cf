package io.muster.directory.entra;

import java.util.Optional;

/**
 * How far the changes of a tenant were read: users first, then groups, then both anew.
 *
 * @param part which is to be read next
 * @param users Graph's own link to go on from with users
 * @param groups and with groups
 */
record EntraMark(Part part, String users, String groups) {
  /** What is read in turns. */
  enum Part {
    USERS,
    GROUPS
  }

  /** As it was given out; empty if it is none of ours. */
  static Optional<EntraMark> of(String text) {
    var lines = text.split("\n", -1);
    var known =
        lines.length == 3
            && (lines[0].equals(Part.USERS.name()) || lines[0].equals(Part.GROUPS.name()));
    return known
        ? Optional.of(new EntraMark(Part.valueOf(lines[0]), lines[1], lines[2]))
        : Optional.empty();
  }

  /** There is more of this part. */
  EntraMark going(Part same, String link) {
    return same == Part.USERS
        ? new EntraMark(same, link, groups)
        : new EntraMark(same, users, link);
  }

  /** This part was read to its end, and the other is next. */
  EntraMark done(String link) {
    return part == Part.USERS
        ? new EntraMark(Part.GROUPS, link, groups)
        : new EntraMark(Part.USERS, users, link);
  }

  String text() {
    return String.join("\n", part.name(), users, groups);
  }
}
