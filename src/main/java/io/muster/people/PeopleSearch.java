package io.muster.people;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Finds people by what is known of them, and names those whose number is known. */
public interface PeopleSearch {
  /**
   * People whose number, first name, family name, full name or work address begins with this text,
   * in whichever case; earlier names and addresses count too.
   *
   * @param limit no more than this many
   */
  List<Match> startingWith(String text, int limit);

  /** The people of these numbers; those HR never told us about are left out. */
  Map<EmployeeId, Match> named(Collection<EmployeeId> employees);

  /**
   * One person.
   *
   * @param name the full name
   */
  record Match(
      EmployeeId employee, String name, String workEmail, String department, String title) {}
}
