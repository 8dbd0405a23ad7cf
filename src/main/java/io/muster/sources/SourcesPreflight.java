package io.muster.sources;

import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import io.muster.sources.SourceWatch.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Whether every HR source is being heard. */
@Component
class SourcesPreflight implements PreflightSource, Preflight {
  private static final int NAMED = 20;

  private final SourceWatch watch;
  private final UnmatchedWords unmatched;

  SourcesPreflight(SourceWatch watch, UnmatchedWords unmatched) {
    this.watch = watch;
    this.unmatched = unmatched;
  }

  @Override
  public List<Preflight> preflights() {
    return watch.health().isEmpty() ? List.of() : List.of(this);
  }

  @Override
  public String connection() {
    return "sources";
  }

  @Override
  public String kind() {
    return "HR";
  }

  @Override
  public List<Finding> check(Expectations expected) {
    var findings = new ArrayList<Finding>();
    for (var health : watch.health()) {
      var source = health.standing().source();
      for (var trouble : health.trouble()) {
        findings.add(Finding.blocks("The source '%s' needs somebody.".formatted(source), trouble));
      }
      if (health.trouble().isEmpty()) {
        findings.add(Finding.good(heard(health)));
      }
      if (health.rhythm().isEmpty()) {
        findings.add(
            Finding.warns(
                "Nobody would notice if the source '%s' fell silent.".formatted(source),
                "Set muster.sources.%s.rhythm to how often it is heard at the least, such as 26h."
                    .formatted(source)));
      }
    }
    findings.addAll(wordsWithoutKeys());
    return findings;
  }

  /** A word of {@code values} that is not listed is taken as it is; any other one is missed. */
  private List<Finding> wordsWithoutKeys() {
    var bySetting = new TreeMap<String, List<String>>();
    for (var word : unmatched.all()) {
      bySetting
          .computeIfAbsent(word.heard().setting(), setting -> new ArrayList<>())
          .add("'%s' (%s)".formatted(word.heard().word(), word.seenAt()));
    }
    return bySetting.entrySet().stream()
        .map(setting -> withoutKeys(setting.getKey(), setting.getValue()))
        .toList();
  }

  private static Finding withoutKeys(String setting, List<String> words) {
    var shown = String.join(", ", words.subList(0, Math.min(words.size(), NAMED)));
    var what =
        "HR says what matches no key of %s: %s%s."
            .formatted(
                setting,
                shown,
                words.size() > NAMED ? " and %d more".formatted(words.size() - NAMED) : "");
    return setting.contains(".values.")
        ? Finding.good(what + " It is taken as it is.")
        : Finding.warns(
            what,
            "Add each to %s, in a file as \"[New York]\" where it is more than letters and digits, and restart."
                .formatted(setting));
  }

  private static String heard(Health health) {
    var standing = health.standing();
    return health
        .lastHeard()
        .map(at -> "The source '%s' was last heard at %s.".formatted(standing.source(), at))
        .orElseGet(
            () ->
                "The source '%s' has not been heard yet, since %s, when it was first seen."
                    .formatted(standing.source(), standing.firstSeen()));
  }
}
