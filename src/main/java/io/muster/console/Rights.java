package io.muster.console;

import static io.muster.console.Field.ACCOUNT;
import static io.muster.console.Field.ANSWER;
import static io.muster.console.Field.DECISION;
import static io.muster.console.Field.DEVICE;
import static io.muster.console.Field.EFFECT;
import static io.muster.console.Field.EVENT;
import static io.muster.console.Field.FEED;
import static io.muster.console.Field.PERSON;
import static io.muster.console.Field.REASON;
import static io.muster.console.Field.REPAIR;
import static io.muster.console.Field.TASK;

import io.muster.doors.Role;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What each role sees of each page. A page that is not named for a role is not shown to it.
 *
 * <p>HR sees no device, IT not why somebody leaves, an approver only the cases with a question the
 * approver may answer, a process owner how many cases run and nobody's name.
 */
final class Rights {
  private static final Map<Role, Map<Page, Set<Field>>> TABLE = new EnumMap<>(Role.class);

  static {
    allow(Role.HR, Page.TODAY, PERSON, FEED, TASK);
    allow(Role.HR, Page.FIND, PERSON, ACCOUNT);
    allow(Role.HR, Page.PERSON, PERSON, REASON, ACCOUNT, EVENT, TASK);
    allow(Role.HR, Page.CASE, PERSON, REASON, ACCOUNT, TASK);
    allow(Role.HR, Page.EVENTS, PERSON, EVENT, REPAIR);
    allow(Role.HR, Page.LEAVERS, PERSON);

    allow(Role.APPROVER, Page.TODAY, TASK);
    allow(Role.APPROVER, Page.APPROVE, PERSON, REASON, DEVICE, TASK, ANSWER);
    allow(Role.APPROVER, Page.CASE, PERSON, REASON, DEVICE, TASK, ANSWER);

    allow(Role.OPERATOR, Page.TODAY, PERSON, DEVICE, FEED, TASK);
    allow(Role.OPERATOR, Page.FIND, PERSON, DEVICE, ACCOUNT);
    allow(Role.OPERATOR, Page.PERSON, PERSON, DEVICE, ACCOUNT, EVENT, TASK, DECISION);
    allow(
        Role.OPERATOR, Page.CASE, PERSON, DEVICE, ACCOUNT, TASK, ANSWER, DECISION, EFFECT, REPAIR);
    allow(Role.OPERATOR, Page.EVENTS, PERSON, EVENT, REPAIR);
    allow(Role.OPERATOR, Page.LEAVERS, PERSON, DEVICE);
    allow(Role.OPERATOR, Page.APPROVE, PERSON, DEVICE, TASK, ANSWER);
    allow(Role.OPERATOR, Page.DRIFT, PERSON, ACCOUNT, REPAIR);
    allow(Role.OPERATOR, Page.DOCTOR, FEED);

    allow(Role.OPERATOR, Page.MODELS, PERSON);

    allow(Role.PROCESSOWNER, Page.TODAY);
    allow(Role.PROCESSOWNER, Page.MODELS, DECISION, REPAIR);

    for (var page : Page.values()) {
      allow(Role.ADMINISTRATOR, page, Field.values());
      // reads everything, changes nothing
      var readable = EnumSet.complementOf(EnumSet.of(REPAIR));
      allow(Role.AUDITOR, page, readable.toArray(Field[]::new));
    }
  }

  private Rights() {}

  /** Whether one of the roles opens the page. */
  static boolean opens(Set<Role> roles, Page page) {
    return roles.stream().anyMatch(role -> of(role).containsKey(page));
  }

  /** Whether one of the roles sees this on the page. */
  static boolean sees(Set<Role> roles, Page page, Field field) {
    return roles.stream()
        .anyMatch(role -> of(role).getOrDefault(page, Collections.emptySet()).contains(field));
  }

  private static Map<Page, Set<Field>> of(Role role) {
    return TABLE.getOrDefault(role, Map.of());
  }

  private static void allow(Role role, Page page, Field... fields) {
    var allowed = EnumSet.noneOf(Field.class);
    allowed.addAll(Arrays.asList(fields));
    TABLE.computeIfAbsent(role, key -> new EnumMap<>(Page.class)).put(page, allowed);
  }
}
