package io.muster.lifecycle;

import io.muster.leavers.LeaversProperties;
import io.muster.process.AllowedInModels;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The waiting times, as diagrams name them: {@code ${waits.groupCheck()}}. ISO 8601 text. */
@Component("waits")
@AllowedInModels
public class Waits {
  private final WaitProperties properties;
  private final LeaversProperties leavers;

  Waits(WaitProperties properties, LeaversProperties leavers) {
    this.properties = properties;
    this.leavers = leavers;
  }

  /** Between two looks at group memberships. */
  public String groupCheck() {
    return properties.groupCheck().toString();
  }

  /** Until missing groups go to a person. */
  public String groupDeadline() {
    return properties.groupDeadline().toString();
  }

  /** Between two looks whether another case of the person is out of the way. */
  public String otherCaseCheck() {
    return properties.otherCaseCheck().toString();
  }

  /** The same, where that may be a leave, whose end is told at once. */
  public String otherCaseCheck(boolean away) {
    return away ? properties.leaveCheck().toString() : otherCaseCheck();
  }

  /** Between two looks for an enrolled device. */
  public String enrolmentCheck() {
    return properties.enrolmentCheck().toString();
  }

  /** The reminders to enrol, as a repetition. */
  public String enrolmentReminders() {
    return "R%d/%s".formatted(properties.enrolmentReminders(), properties.enrolmentReminder());
  }

  /** Until a missing device goes to a person. */
  public String enrolmentDeadline() {
    return properties.enrolmentDeadline().toString();
  }

  /** Between two looks for Access on a device. */
  public String accessCheck() {
    return properties.accessCheck().toString();
  }

  /** Until missing Access goes to a person. */
  public String accessDeadline() {
    return properties.accessDeadline().toString();
  }

  /** How long to wait after so many looks at a wipe; the ladder for devices that are offline. */
  public String wipeCheck(@Nullable Integer looks) {
    var ladder = properties.wipeChecks();
    var rung = looks == null ? 0 : Math.max(0, looks - 1);
    return ladder.get(Math.min(rung, ladder.size() - 1)).toString();
  }

  /** Until operators are told that a leaver is not secured. */
  public String promise() {
    return leavers.promise().toString();
  }

  /** How long the accounts of a leaver wait for the devices. */
  public String deviceHeadStart() {
    return properties.deviceHeadStart().toString();
  }

  /** Until a silent device goes to a person. */
  public String wipeDeadline() {
    return properties.wipeDeadline().toString();
  }

  /** An instant, as due dates want it. */
  public Date asDate(String instant) {
    return Date.from(Instant.parse(instant));
  }
}
