package io.muster.lifecycle;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would come of some people's leaving.
 *
 * @param at when it was worked out
 * @param complete false while some devices have not been read, as the calls of the minute are used
 *     up
 * @param again when to ask again for the rest, or null if it is complete
 * @param list tells these people from any others; two people agree to a list by it
 * @param stages calls and minutes, by system and stage
 * @param budgets what is left of each system's limits
 * @param approvals what people are asked
 * @param breaker how many wipes there are beside those that are ordinary
 * @param notes what cannot be foretold, and what is in the way
 */
public record Forecast(
    Instant at,
    boolean complete,
    @Nullable Instant again,
    String list,
    List<Person> people,
    List<Stage> stages,
    List<Budget> budgets,
    Approvals approvals,
    Breaker breaker,
    List<String> notes) {
  /** The same for people who may not see which devices these are. */
  public Forecast withoutDevices() {
    return new Forecast(
        at,
        complete,
        again,
        list,
        people.stream().map(Person::withoutDevices).toList(),
        stages,
        budgets,
        approvals,
        breaker,
        notes);
  }

  /**
   * One of them.
   *
   * @param starts whether a case would start
   * @param why why none would, or what is odd about it; empty if nothing is
   */
  public record Person(
      String employee,
      String name,
      boolean starts,
      String why,
      boolean legalHold,
      List<OnDevice> devices) {
    Person withoutDevices() {
      return new Person(
          employee,
          name,
          starts,
          why,
          legalHold,
          devices.stream().map(OnDevice::withoutNumber).toList());
    }
  }

  /**
   * What would become of one device.
   *
   * @param read whether it was read; else the company's ownership is assumed
   * @param asleep whether it has not shown itself for a day, so that it is wiped whenever it does
   * @param belongs how it is known to be the leaver's
   * @param wipe what is erased: {@code none}, {@code corporate} or {@code complete}
   * @param approval who agrees: {@code none}, {@code one} or {@code two}
   * @param approvers the groups that are asked; empty if nobody is
   * @param timeout how long they have, ISO 8601; empty if nobody is asked
   * @param onSilence what silence means; empty if nobody is asked
   */
  public record OnDevice(
      long device,
      String name,
      String serial,
      String platform,
      boolean read,
      boolean asleep,
      String belongs,
      String wipe,
      String approval,
      String approvers,
      String timeout,
      String onSilence) {
    OnDevice withoutNumber() {
      return new OnDevice(
          0, "", "", platform, read, asleep, belongs, wipe, approval, approvers, timeout,
          onSilence);
    }
  }

  /** When calls are made. */
  public enum When {
    /** Until the devices are locked and isolated, and the accounts seen disabled. */
    CONTAINMENT,
    /** Until it is planned what is erased, and who has to agree. */
    DECISION,
    /** From the agreement until the wipes are seen. */
    WIPE
  }

  /**
   * The calls of one stage to one system.
   *
   * @param minutes how long they take with what is left now, without the time that people take
   */
  public record Stage(String connection, When when, int calls, int minutes) {}

  /**
   * One limit of one system.
   *
   * @param period such as {@code day}
   * @param needed how many calls the forecast needs
   * @param percent what share of what is left that is; over 100 if it takes longer than a period
   */
  public record Budget(
      String connection, String period, int limit, int left, int needed, int percent) {}

  /**
   * What people are asked.
   *
   * @param questions for how many devices somebody has to agree
   * @param answers how many answers that takes, two where two people agree
   * @param silent of how many devices silence lets the wipe go on
   */
  public record Approvals(int questions, int answers, int silent) {}

  /**
   * The wipes beside what the breaker takes for ordinary.
   *
   * @param wipes how many there would be
   * @param window the window, ISO 8601
   * @param counted how many there were in the window
   * @param limit the most that are ordinary
   * @param agreed of how many people the leaving was agreed to as a list, so that they do not count
   * @param opens whether the breaker would open
   */
  public record Breaker(
      int wipes, String window, long counted, long limit, int agreed, boolean opens) {}
}
