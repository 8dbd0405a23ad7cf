package io.muster.safety;

import io.muster.safety.SafetyProperties.Breaker;
import io.muster.safety.SafetyProperties.Leavers;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The limits and groups that keep wipes hard, by the names of their settings, and which of two
 * values makes them easier. Decides; keeps nothing.
 */
record GuardedSettings(Map<String, String> values) {
  private static final String SAFETY = "muster.safety.";
  private static final String BREAKER = SAFETY + "breaker.";
  private static final String LEAVERS = BREAKER + "leavers.";
  private static final String GROUPS = SAFETY + "approver-groups";

  /**
   * What is easier when it is shorter: what was counted drops out of a window, silence counts, and
   * a device that changed hands is wiped without a person.
   */
  private static final Set<String> SHORTER =
      Set.of(
          BREAKER + "window",
          BREAKER + "long-window",
          LEAVERS + "window",
          LEAVERS + "long-window",
          SAFETY + "shortest-silence",
          SAFETY + "reassigned");

  /** What is easier when it is longer: a yes, a warrant or an agreed list is used later. */
  private static final Set<String> LONGER =
      Set.of(
          SAFETY + "approval-life",
          SAFETY + "warrant-life",
          SAFETY + "awake",
          BREAKER + "list-life");

  GuardedSettings {
    values = Map.copyOf(values);
  }

  /** The values that are configured. */
  static GuardedSettings of(SafetyProperties configured) {
    var values = new TreeMap<String, String>();
    var breaker = configured.breaker();
    values.put(BREAKER + "most", "" + breaker.most());
    values.put(BREAKER + "share", "" + breaker.share());
    values.put(BREAKER + "least", "" + breaker.least());
    values.put(BREAKER + "window", "" + breaker.window());
    values.put(BREAKER + "long-window", "" + breaker.longWindow());
    values.put(BREAKER + "long-factor", "" + breaker.longFactor());
    values.put(BREAKER + "per-source", "" + or(breaker.perSource(), breaker));
    values.put(BREAKER + "per-department", "" + or(breaker.perDepartment(), breaker));
    values.put(BREAKER + "per-manager", "" + or(breaker.perManager(), breaker));
    values.put(BREAKER + "per-connection", "" + or(breaker.perConnection(), breaker));
    var leavers = breaker.leavers();
    values.put(LEAVERS + "most", "" + leavers.most());
    values.put(LEAVERS + "share", "" + leavers.share());
    values.put(LEAVERS + "ceiling", "" + leavers.ceiling());
    values.put(LEAVERS + "least", "" + leavers.least());
    values.put(LEAVERS + "window", "" + leavers.window());
    values.put(LEAVERS + "long-window", "" + leavers.longWindow());
    values.put(LEAVERS + "long-factor", "" + leavers.longFactor());
    values.put(SAFETY + "shortest-silence", "" + configured.shortestSilence());
    values.put(SAFETY + "reassigned", "" + configured.reassigned());
    values.put(SAFETY + "approval-life", "" + configured.approvalLife());
    values.put(SAFETY + "warrant-life", "" + configured.warrantLife());
    values.put(SAFETY + "awake", "" + configured.awake());
    values.put(BREAKER + "list-life", "" + breaker.listLife());
    values.put(GROUPS, String.join(",", new TreeSet<>(configured.approverGroups())));
    return new GuardedSettings(values);
  }

  private static int or(@Nullable Integer set, Breaker breaker) {
    return set == null ? breaker.most() : set;
  }

  /** The names of the settings that are easier here than kept; what was never kept is not. */
  List<String> easierThan(GuardedSettings kept) {
    var easier = new ArrayList<String>();
    new TreeMap<>(values)
        .forEach(
            (name, value) -> {
              var before = kept.values().get(name);
              if (before != null && isEasier(name, before, value)) {
                easier.add(name);
              }
            });
    return easier;
  }

  private static boolean isEasier(String name, String kept, String now) {
    if (name.equals(GROUPS)) {
      return !groups(kept).containsAll(groups(now));
    }
    if (SHORTER.contains(name)) {
      return Duration.parse(now).compareTo(Duration.parse(kept)) < 0;
    }
    return LONGER.contains(name)
        ? Duration.parse(now).compareTo(Duration.parse(kept)) > 0
        : new BigDecimal(now).compareTo(new BigDecimal(kept)) > 0;
  }

  private static Set<String> groups(String listed) {
    return listed.isEmpty() ? Set.of() : Set.of(listed.split(",", -1));
  }

  /** These values, but those of a few names as they were kept. */
  GuardedSettings with(GuardedSettings kept, List<String> names) {
    var mixed = new TreeMap<>(values);
    names.forEach(name -> mixed.put(name, kept.values().getOrDefault(name, "")));
    return new GuardedSettings(mixed);
  }

  /** The configuration with these values in it. */
  SafetyProperties in(SafetyProperties configured) {
    var breaker = configured.breaker();
    return new SafetyProperties(
        time(SAFETY + "shortest-silence"),
        configured.settleTime(),
        time(SAFETY + "warrant-life"),
        configured.claimLife(),
        configured.answerTime(),
        time(SAFETY + "awake"),
        time(SAFETY + "approval-life"),
        time(SAFETY + "reassigned"),
        new Breaker(
            number(BREAKER + "most"),
            share(BREAKER + "share"),
            number(BREAKER + "least"),
            time(BREAKER + "window"),
            time(BREAKER + "long-window"),
            number(BREAKER + "long-factor"),
            number(BREAKER + "per-source"),
            number(BREAKER + "per-department"),
            number(BREAKER + "per-manager"),
            number(BREAKER + "per-connection"),
            breaker.lookAgain(),
            time(BREAKER + "list-life"),
            new Leavers(
                number(LEAVERS + "most"),
                share(LEAVERS + "share"),
                share(LEAVERS + "ceiling"),
                number(LEAVERS + "least"),
                time(LEAVERS + "window"),
                time(LEAVERS + "long-window"),
                number(LEAVERS + "long-factor"))),
        groups(value(GROUPS)));
  }

  private String value(String name) {
    return values.getOrDefault(name, "");
  }

  private int number(String name) {
    return Integer.parseInt(value(name));
  }

  private double share(String name) {
    return Double.parseDouble(value(name));
  }

  private Duration time(String name) {
    return Duration.parse(value(name));
  }
}
