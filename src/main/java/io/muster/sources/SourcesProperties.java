package io.muster.sources;

import io.muster.people.EmployeeId;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is to be known about each HR source, whatever kind it is.
 *
 * @param sources by name; a source without settings has the defaults of all of them
 */
@ConfigurationProperties("muster")
record SourcesProperties(@DefaultValue Map<String, SourceSettings> sources) {
  SourcesProperties {
    sources = Map.copyOf(sources);
  }

  SourceSettings of(String source) {
    return sources.getOrDefault(source, SourceSettings.usual());
  }

  /**
   * One source ({@code muster.sources.<name>}).
   *
   * @param columns the source's columns, by Muster's field, the first that is filled counts;
   *     default what its kind usually has
   * @param values what the source's words mean, by Muster's field and the source's word, as {@code
   *     department.Eng=Engineering}; a word that is not listed is taken as it is; default none
   * @param defaults what to take where the source says nothing, by Muster's field. {@code {field}}
   *     stands for what the same row says, in small letters and digits: {@code
   *     {givenName}.{familyName}@example.com}; default none. Which letters become which is in
   *     {@link Template}
   * @param empty words that mean an empty cell, in whatever letters; default {@code -}, dashes,
   *     {@code N/A}, {@code #N/A}, {@code n.a.}, {@code k.A.} and {@code #NV}
   * @param emptyIn the same for one column, by its name in the source, in place of {@code empty};
   *     default none
   * @param zones the time zone of each location, by the location's name after {@code values};
   *     default none
   * @param zone the zone of people whose row and location give none, default none: such people are
   *     refused until it is known
   * @param terminationDate whether a termination date is the last day of work or the day after,
   *     default {@code last-day}
   * @param firstReading what to do about people who already work there when a source is first read:
   *     {@code know} them, which starts nothing, or {@code hire} them all; default {@code know}
   * @param absence what it means that somebody is no longer in a whole reading: {@code ask} an
   *     operator, or that they are a {@code leaver}; default {@code ask}
   * @param missingReadings how many whole readings in a row somebody has to be missing from before
   *     that means anything, default 2
   * @param missingFor how long somebody has to be missing before that means anything, default 48h
   * @param guards when a reading is held until an operator has looked
   * @param rhythm how often something is heard from this source at the least, default none: it may
   *     be silent for ever
   * @param owner the number of the employee in whose name the integration runs, default none
   */
  record SourceSettings(
      @DefaultValue Map<String, List<String>> columns,
      @DefaultValue Map<String, Map<String, String>> values,
      @DefaultValue Map<String, String> defaults,
      @DefaultValue List<String> empty,
      @DefaultValue Map<String, List<String>> emptyIn,
      @DefaultValue Map<String, ZoneId> zones,
      @Nullable ZoneId zone,
      @DefaultValue("last-day") TerminationDate terminationDate,
      @DefaultValue("know") FirstReading firstReading,
      @DefaultValue("ask") Absence absence,
      @DefaultValue("2") int missingReadings,
      @DefaultValue("48h") Duration missingFor,
      @DefaultValue Guards guards,
      @Nullable Duration rhythm,
      @Nullable EmployeeId owner) {
    private static final List<String> USUALLY_EMPTY =
        List.of("-", "--", "\u2013", "\u2014", "n/a", "#n/a", "n.a.", "k.a.", "k. a.", "#nv");

    SourceSettings {
      SettingKeys.demandClear("empty-in", emptyIn);
      SettingKeys.demandClear("zones", zones);
      values.forEach((field, words) -> SettingKeys.demandClear("values." + field, words));
      empty = empty.isEmpty() ? USUALLY_EMPTY : inSmallLetters(empty);
      emptyIn =
          emptyIn.entrySet().stream()
              .collect(
                  Collectors.toUnmodifiableMap(
                      Map.Entry::getKey, entry -> inSmallLetters(entry.getValue())));
      columns =
          columns.entrySet().stream()
              .collect(
                  Collectors.toUnmodifiableMap(
                      Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
      values =
          values.entrySet().stream()
              .collect(
                  Collectors.toUnmodifiableMap(
                      Map.Entry::getKey, entry -> Map.copyOf(entry.getValue())));
      defaults = Map.copyOf(defaults);
      zones = Map.copyOf(zones);
      if (missingReadings < 1) {
        throw new IllegalArgumentException("missing-readings is at least 1");
      }
      if (rhythm != null && (rhythm.isZero() || rhythm.isNegative())) {
        throw new IllegalArgumentException("a rhythm is longer than nothing, such as 24h");
      }
    }

    private static List<String> inSmallLetters(List<String> words) {
      return words.stream().map(word -> word.strip().toLowerCase(Locale.ROOT)).toList();
    }

    /** Whether what a column says means that there is nothing in it. */
    boolean isEmpty(String column, String said) {
      var there = SettingKeys.anyhow(emptyIn, column);
      var word = said.strip().toLowerCase(Locale.ROOT);
      return word.isEmpty() || (there == null ? empty : there).contains(word);
    }

    static SourceSettings usual() {
      return new SourceSettings(
          Map.of(),
          Map.of(),
          Map.of(),
          List.of(),
          Map.of(),
          Map.of(),
          null,
          TerminationDate.LAST_DAY,
          FirstReading.KNOW,
          Absence.ASK,
          2,
          Duration.ofDays(2),
          Guards.usual(),
          null,
          null);
    }
  }

  /** What a source means by the date of a termination. */
  enum TerminationDate {
    LAST_DAY,
    DAY_AFTER
  }

  /** What to do about those who already work there when a source is first read. */
  enum FirstReading {
    KNOW,
    HIRE
  }

  /** What it means to be no longer in a whole reading. */
  enum Absence {
    ASK,
    LEAVER
  }

  /**
   * What is more than an ordinary day's change. Shares are of the people known from the source.
   *
   * @param rows the least rows of a whole reading, as a share of the last one's, default 0.9
   * @param leavers the most leavers, called-off hires and missing people in 24 hours, and the most
   *     people at once who stay although they were to leave or had left, default 5
   * @param leaversShare the most of them as a share, where that is more than {@code leavers},
   *     default 0.02
   * @param moversShare the most movers, and the most joiners, as a share, where that is more than
   *     {@code leavers}, default 0.2
   */
  record Guards(
      @DefaultValue("0.9") double rows,
      @DefaultValue("5") int leavers,
      @DefaultValue("0.02") double leaversShare,
      @DefaultValue("0.2") double moversShare) {

    static Guards usual() {
      return new Guards(0.9, 5, 0.02, 0.2);
    }

    long mostLeavers(long people) {
      return Math.max(leavers, (long) Math.floor(people * leaversShare));
    }

    long mostMovers(long people) {
      return Math.max(leavers, (long) Math.floor(people * moversShare));
    }
  }
}
