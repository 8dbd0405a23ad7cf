package io.muster.console;

import io.muster.guard.Loosening.Kind;
import io.muster.guard.Loosenings;
import io.muster.guard.Loosenings.Change;
import io.muster.guard.Loosenings.Yes;
import io.muster.people.EmployeeId;
import io.muster.people.PeopleSearch;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The changes that make wipes easier and wait for people, in their words. Who is under a legal hold
 * is not for those who only draw processes.
 */
@Component
class WaitingChanges {
  private final Loosenings loosenings;
  private final PeopleSearch people;

  WaitingChanges(Loosenings loosenings, PeopleSearch people) {
    this.loosenings = loosenings;
    this.people = people;
  }

  /**
   * One change.
   *
   * @param what what is to be changed
   * @param about whom it is about, or null
   * @param effects what it would make easier
   * @param who who handed it in
   * @param meanwhile how it is until then
   * @param missing how many more have to agree
   * @param from when it counts unless somebody refuses it, or null while people are missing
   */
  record Waiting(
      long number,
      String what,
      @Nullable String about,
      List<String> effects,
      String who,
      Instant since,
      List<Yes> agreed,
      String meanwhile,
      int missing,
      @Nullable Instant from) {}

  /** Those that this person may read about on the page, the oldest first. */
  List<Waiting> shown(Viewer viewer, Page page) {
    return loosenings.waiting().stream()
        .filter(change -> change.kind() != Kind.HOLD || viewer.sees(page, Field.PERSON))
        .map(this::inWords)
        .toList();
  }

  private Waiting inWords(Change change) {
    return new Waiting(
        change.number(),
        what(change),
        change.kind() == Kind.HOLD ? change.name() : null,
        change.loosens(),
        change.authors().isEmpty() ? change.door() : String.join(", ", change.authors()),
        change.submittedAt(),
        change.agreed(),
        meanwhile(change.kind()),
        change.missing(),
        change.liveAt());
  }

  private String what(Change change) {
    return switch (change.kind()) {
      case MODELS -> "Tables, diagrams or forms of '%s'".formatted(change.name());
      case SETTINGS -> "The settings '%s'".formatted(change.name());
      case ACCOUNT -> "The account '%s' would decide about wipes".formatted(change.name());
      case HOLD -> "The legal hold on %s would be lifted".formatted(name(change.name()));
    };
  }

  private String name(String number) {
    var employee = new EmployeeId(number);
    var match = people.named(Set.of(employee)).get(employee);
    return match == null ? "employee " + number : match.name();
  }

  private static String meanwhile(Kind kind) {
    return switch (kind) {
      case MODELS -> "What was live before stays live.";
      case SETTINGS -> "The values of before count.";
      case ACCOUNT -> "Until then it signs in and works, and decides nothing.";
      case HOLD -> "Until then the hold stands, and nothing of this person is wiped.";
    };
  }
}
