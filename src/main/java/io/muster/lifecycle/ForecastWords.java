package io.muster.lifecycle;

import io.muster.lifecycle.Forecast.OnDevice;
import io.muster.lifecycle.Forecast.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A forecast as people read it, a line each. */
public final class ForecastWords {
  private ForecastWords() {}

  /** Who, what it takes, what is asked, and what is in the way. */
  public static List<String> of(Forecast forecast) {
    var lines = new ArrayList<String>();
    lines.add(
        "Forecast of %s for %d people; nothing was started. List %s."
            .formatted(forecast.at(), forecast.people().size(), forecast.list()));
    lines.add("");
    forecast.people().forEach(person -> add(lines, person));
    lines.add("");
    for (var stage : forecast.stages()) {
      lines.add(
          "%s, %s: %d calls, about %d min"
              .formatted(
                  stage.connection(),
                  stage.when().name().toLowerCase(Locale.ROOT),
                  stage.calls(),
                  stage.minutes()));
    }
    for (var budget : forecast.budgets()) {
      lines.add(
          "%s: %d of the %d calls left this %s (limit %d), %d %%"
              .formatted(
                  budget.connection(),
                  budget.needed(),
                  budget.left(),
                  budget.period(),
                  budget.limit(),
                  budget.percent()));
    }
    var approvals = forecast.approvals();
    lines.add(
        "Approvals: %d questions, %d answers; silence lets %d wipes go on."
            .formatted(approvals.questions(), approvals.answers(), approvals.silent()));
    var breaker = forecast.breaker();
    lines.add(
        "Wipes: %d; the breaker allows %d in %s and has counted %d%s."
            .formatted(
                breaker.wipes(),
                breaker.limit(),
                breaker.window(),
                breaker.counted(),
                breaker.opens() ? ", so it would open" : ""));
    lines.add("");
    lines.addAll(forecast.notes());
    return lines;
  }

  private static void add(List<String> lines, Person person) {
    var hold = person.legalHold() ? ", legal hold" : "";
    var why = person.why().isEmpty() ? "" : ", " + person.why();
    lines.add("%s %s%s%s".formatted(person.employee(), person.name(), hold, why).strip());
    if (person.starts() && person.devices().isEmpty()) {
      lines.add("  no device");
    }
    person.devices().forEach(device -> lines.add("  " + words(device)));
  }

  /** What becomes of one device. */
  public static String words(OnDevice device) {
    var which =
        device.device() == 0
            ? device.platform()
            : "%s, %s, serial number %s"
                .formatted(device.name(), device.platform(), device.serial());
    var wiped =
        switch (device.wipe()) {
          case "complete" -> "everything is erased";
          case "corporate" -> "the company's data is erased";
          default -> "stays locked, nothing is erased";
        };
    var asked =
        device.approval().equals("none")
            ? ""
            : "; %s of %s agrees within %s, silence means %s"
                .formatted(
                    device.approval(), device.approvers(), device.timeout(), device.onSilence());
    var doubt = (device.read() ? "" : "; not read yet") + (device.asleep() ? "; asleep" : "");
    return which + ": " + wiped + asked + doubt;
  }
}
