package io.muster.scim;

import io.muster.intake.Digest;
import io.muster.intake.Inbox;
import io.muster.intake.Inbox.Fate;
import io.muster.people.Departures;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentDates;
import io.muster.people.EmploymentFacts;
import io.muster.people.NoDate;
import io.muster.people.UnreadableChange;
import io.muster.people.Workforce;
import io.muster.scim.PersonRows.Person;
import io.muster.scim.PersonRows.Told;
import io.muster.scim.ScimProperties.Client;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * HR says who works here. A user that is complete is a hire; one that is not is kept, and its event
 * refused with what is missing, until a later push completes it. Inactive means: now. Deleted means
 * nothing but that a person has to look.
 */
@Component
class HrPush implements ScimPushHandler {
  private final ScimProperties properties;
  private final ScimWorkerFields fields;
  private final PersonRows people;
  private final Workforce workforce;
  private final Departures departures;
  private final Inbox inbox;
  private final Clock clock;

  HrPush(
      ScimProperties properties,
      ScimWorkerFields fields,
      PersonRows people,
      Workforce workforce,
      Departures departures,
      Inbox inbox,
      Clock clock) {
    this.properties = properties;
    this.fields = fields;
    this.people = people;
    this.workforce = workforce;
    this.departures = departures;
    this.inbox = inbox;
    this.clock = clock;
  }

  @Override
  public void pushed(@Nullable UserRow before, UserRow now) {
    var client = Objects.requireNonNull(properties.clients().get(now.client()));
    var person = people.of(now);
    if (!now.content().active()) {
      if (person.told() == Told.HIRED) {
        ourOwnLeaves(now, person, client);
      } else if (person.told() != Told.LEFT) {
        notOursLeaves(before, now, person, client);
      }
    } else if (person.told() == Told.HIRED) {
      change(now, person, client);
      if (otherNumber(now, person, client).isEmpty()) {
        announce(now, people.of(now), client);
      }
    } else {
      hire(now, person, client);
    }
  }

  @Override
  public void deleted(UserRow user) {
    var person = people.of(user);
    if (person.told() != Told.HIRED) {
      return;
    }
    inbox.refuse(
        Meanings.source(user.client()),
        user.id() + "-deleted",
        person.employee(),
        "user %s was deleted".formatted(user.id()),
        "HR client %s deleted the record of employee %s. A record that is gone says nothing about employment, so nothing was started. If %s leaves, send that by another way in (a signed webhook, a file), or create the user again and set it inactive."
            .formatted(user.client(), person.employee(), person.employee()));
  }

  /** A record that bears another number by now does not say which of the two leaves. */
  private void ourOwnLeaves(UserRow now, Person person, Client client) {
    var other = otherNumber(now, person, client);
    if (other.isEmpty()) {
      leaveNow(now, person, client);
      return;
    }
    var digest = Digest.of("inactive as " + other.get());
    if (!person.digest().equals(digest)) {
      refuse(
          person.digest(digest).anotherAttempt(),
          person.employee(),
          EmploymentFacts.TERMINATED,
          Map.of(),
          "User %s (%s) is inactive and bears the employee number %s, but was hired as %s. That does not say which of them leaves, so nothing was started. If one of them does, send that by another way in, or correct the number in HR and set the user inactive again."
              .formatted(now.id(), now.content().userName(), other.get(), person.employee()));
    }
  }

  private static Optional<String> otherNumber(UserRow now, Person person, Client client) {
    return EmployeeNumbers.of(now.content(), client.employeeId())
        .map(Object::toString)
        .filter(number -> !number.equals(person.employee()));
  }

  /**
   * Whoever was hired by another way in, or could not be taken in from here, leaves all the same
   * once HR switches them off, if the number says who that is. What was never on may be an old
   * record, so it only shows.
   */
  private void notOursLeaves(@Nullable UserRow before, UserRow now, Person person, Client client) {
    var number = EmployeeNumbers.of(now.content(), client.employeeId());
    var worksHere =
        number.filter(it -> workforce.find(it).isPresent() && !departures.leaves(it)).isPresent();
    var switchedOff = before != null && before.content().active();
    var employee = number.map(Object::toString).orElse(null);
    var couldNotBeTakenIn =
        person.attempts() > 0 && number.filter(it -> !departures.leaves(it)).isPresent();
    if (employee != null
        && (worksHere || couldNotBeTakenIn)
        && switchedOff
        && !people.isAnother(person, employee)) {
      leaveNow(now, person.known(employee), client);
    } else if (switchedOff || (worksHere && before == null)) {
      refuse(
          person.anotherAttempt(),
          employee,
          EmploymentFacts.TERMINATED,
          Map.of(),
          "User %s (%s) is inactive, and that alone does not say whether somebody who works here leaves, so nothing was started. If employee %s leaves, send that by another way in, or have HR set their own user inactive."
              .formatted(now.id(), now.content().userName(), employee == null ? "?" : employee));
    }
  }

  private void hire(UserRow user, Person before, Client client) {
    var facts = fields.worker(user, client);
    var digest = Digest.of(facts.toString());
    if (before.told() == Told.NOTHING && before.digest().equals(digest)) {
      return; // said before, and refused before
    }
    var person = before.digest(digest).anotherAttempt();
    var number =
        EmployeeNumbers.of(user.content(), client.employeeId()).map(Object::toString).orElse(null);
    if (number != null && people.isAnother(person, number)) {
      refuse(
          person.told(Told.NOTHING),
          number,
          EmploymentFacts.HIRED,
          facts,
          "Another user of this client is employee %s already. Two records of one person have to become one in HR."
              .formatted(number));
      return;
    }
    var fate = take(person, number, EmploymentFacts.HIRED, facts);
    people.keep(
        switch (fate) {
          case UNREADABLE -> person.told(Told.NOTHING);
          case REFUSED -> person.told(Told.TURNED_AWAY);
          case TAKEN -> person.told(Told.HIRED).known(number).lastDay(null);
        });
    if (fate == Outcome.TAKEN) {
      announce(user, people.of(user), client);
    }
  }

  private void change(UserRow user, Person before, Client client) {
    var facts = fields.worker(user, client);
    var digest = Digest.of(facts.toString());
    if (before.digest().equals(digest)) {
      return;
    }
    var person = before.digest(digest).anotherAttempt();
    var number =
        EmployeeNumbers.of(user.content(), client.employeeId()).map(Object::toString).orElse(null);
    if (!Objects.equals(number, before.employee())) {
      refuse(
          person,
          before.employee(),
          EmploymentFacts.CHANGED,
          facts,
          "The employee number of this user was %s and is now %s. A record does not become another person: correct it in HR, or create a user of its own for the other number."
              .formatted(before.employee(), number == null ? "missing" : number));
    } else {
      take(person, number, EmploymentFacts.CHANGED, facts);
      people.keep(person);
    }
  }

  /** A last day of work on an active user tells of a departure to come; without it, of none. */
  private void announce(UserRow user, Person before, Client client) {
    var day =
        user.content().employment("lastDayOfWork").filter(it -> isOwnEnd(user, it)).orElse(null);
    var employee = before.employee();
    if (employee == null || Objects.equals(day, before.lastDay())) {
      return;
    }
    var person = before.lastDay(day).anotherAttempt();
    if (day != null && before.lastDay() == null && isLongOver(day)) {
      refuse(
          person,
          employee,
          EmploymentFacts.TERMINATED,
          Map.of(),
          "User %s is active, and employee %s's last day of work was %s, with no first day after it, so nothing was started. If they have left, have HR set the user inactive; if not, have HR empty the last day or push the first day after it."
              .formatted(user.id(), employee, day));
    } else if (day == null) {
      take(person, employee, EmploymentFacts.TERMINATION_RESCINDED, Map.of("employeeId", employee));
    } else {
      var facts = fields.leaver(user, employee, client, day);
      take(person, employee, EmploymentFacts.TERMINATED, facts);
    }
    people.keep(person);
  }

  /** After a rehire many clients still push the end of the employment before. */
  private static boolean isOwnEnd(UserRow user, String lastDay) {
    var end = day(lastDay);
    var first = user.content().employment("startDate").map(HrPush::day).orElse(null);
    return end == null
        || (!NoDate.is(end) && !new EmploymentDates(first, end).endsAnEarlierEmployment());
  }

  private boolean isLongOver(String lastDay) {
    var end = day(lastDay);
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return end != null && new EmploymentDates(null, end).isLongOver(today);
  }

  /** Null where it is no date, which is said when the event is read. */
  private static @Nullable LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException noDate) {
      return null;
    }
  }

  private void leaveNow(UserRow user, Person before, Client client) {
    var employee = Objects.requireNonNull(before.employee());
    var person = before.anotherAttempt();
    var fate =
        take(
            person, employee, EmploymentFacts.TERMINATED, fields.leaverNow(user, employee, client));
    people.keep(fate == Outcome.TAKEN ? person.told(Told.LEFT).digest("") : person);
  }

  private Outcome take(
      Person person, @Nullable String employee, String type, Map<String, Object> facts) {
    EmploymentChange change;
    try {
      change =
          EmploymentFacts.read(
              new Origin(Meanings.source(person.client()), eventId(person), clock.instant()),
              type,
              facts);
    } catch (UnreadableChange unreadable) {
      refuse(
          person,
          employee,
          type,
          facts,
          "User %s is kept, but cannot become an event %s yet. %s. Complete it in HR and push it again."
              .formatted(person.user(), type, inScimWords(unreadable)));
      return Outcome.UNREADABLE;
    }
    var receipt = inbox.take(change, payload(type, facts));
    return receipt.fate() == Fate.REFUSED ? Outcome.REFUSED : Outcome.TAKEN;
  }

  private void refuse(
      Person person,
      @Nullable String employee,
      String type,
      Map<String, Object> facts,
      String reason) {
    people.keep(person);
    inbox.refuse(
        Meanings.source(person.client()), eventId(person), employee, payload(type, facts), reason);
  }

  private static String eventId(Person person) {
    return person.user() + "-" + person.attempts();
  }

  private static String payload(String type, Map<String, Object> facts) {
    var payload = ScimJson.object().put("type", type);
    facts.forEach((name, value) -> payload.putPOJO(name, value));
    return payload.toString();
  }

  private static String inScimWords(UnreadableChange unreadable) {
    return unreadable.problems().stream()
        .map(
            problem ->
                "%s %s (%s)"
                    .formatted(
                        problem.field(),
                        problem.detail(),
                        ScimWorkerFields.ATTRIBUTES.getOrDefault(problem.field(), "an attribute")))
        .collect(Collectors.joining("; "));
  }

  private enum Outcome {
    /** Lacks something; kept as refused. */
    UNREADABLE,
    /** Complete, but the rules of the house refused it. */
    REFUSED,
    /** It will happen. */
    TAKEN
  }
}
