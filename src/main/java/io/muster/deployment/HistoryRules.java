package io.muster.deployment;

import io.muster.deployment.Expressions.Complaint;
import io.muster.process.GuardedDeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** For how long what was done can be shown. */
final class HistoryRules {
  private static final Pattern DAYS = Pattern.compile("P?(\\d{1,6})D?");

  private HistoryRules() {}

  /** What is wrong with how long the deployed diagrams keep their cases. */
  static List<Problem> check(GuardedDeed deed, ProcessSet set) {
    var problems = new ArrayList<Problem>();
    set.files()
        .forEach(
            (key, file) -> {
              var process = set.processes().get(key);
              if (process != null) {
                var least = set.isAround(key, deed) ? deed.terms().leastHistory() : 1;
                complaint(Xml.camunda(process, "historyTimeToLive"), least)
                    .map(
                        complaint ->
                            new Problem(
                                file,
                                DiagramRules.words(process),
                                complaint.what(),
                                complaint.remedy()))
                    .ifPresent(problems::add);
              }
            });
    return problems;
  }

  /** What is wrong with a time to live, in days; where none is given, the setting counts. */
  static Optional<Complaint> complaint(String days, int least) {
    if (days.isEmpty()) {
      return Optional.empty();
    }
    var matcher = DAYS.matcher(days);
    return matcher.matches() && Integer.parseInt(matcher.group(1)) >= least
        ? Optional.empty()
        : Optional.of(
            new Complaint(
                "keeps its history for '%s'".formatted(days),
                "keep it for %d days at the least, such as P180D".formatted(least)));
  }
}
