package io.muster.sources.workday;

import io.muster.people.EmploymentDates;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One record of a worker, as of one day: what was read of it and nothing else.
 *
 * @param record the WID; empty where a report has none
 * @param row texts by column; what is not shown is left out, what is empty is null
 * @param employment whether the person is employed, or null if that is not shown
 * @param log what was entered about the person and is shown
 * @param blocks which parts are shown
 * @param unread what of it could not be read, or null
 */
record SeenWorker(
    String record,
    Map<String, @Nullable String> row,
    @Nullable Employment employment,
    List<Entry> log,
    Set<Block> blocks,
    @Nullable String unread) {

  /** One that was read whole. */
  SeenWorker(
      String record,
      Map<String, @Nullable String> row,
      @Nullable Employment employment,
      List<Entry> log,
      Set<Block> blocks) {
    this(record, row, employment, log, blocks, null);
  }

  SeenWorker {
    row = Collections.unmodifiableMap(new LinkedHashMap<>(row));
    log = List.copyOf(log);
    blocks = Set.copyOf(blocks);
  }

  /** Parts that are shown only to those who may see them. */
  enum Block {
    PERSONAL("names and addresses", "Person Data: Name and Person Data: Work Contact Information"),
    STATUS("whether people are employed", "Worker Data: Current Staffing Information"),
    JOB("titles and locations", "Worker Data: All Positions"),
    ORGANIZATIONS("departments and cost centers", "Worker Data: Organization Information"),
    MANAGEMENT("managers", "Worker Data: Public Worker Reports"),
    LOG("what was entered when", "Worker Data: Workers");

    private final String words;
    private final String domain;

    Block(String words, String domain) {
      this.words = words;
      this.domain = domain;
    }

    /** What it tells, for people. */
    String words() {
      return words;
    }

    /** The domain whose policy usually lets it be read. */
    String domain() {
      return domain;
    }
  }

  /**
   * Whether somebody is employed; dates are days in no zone.
   *
   * @param termination the last day that counts as employed, as the source has it
   * @param involuntary null if that is not shown
   * @param rescinded whether the hire was taken back, or null if that is not shown
   */
  record Employment(
      boolean active,
      @Nullable LocalDate hired,
      boolean terminated,
      @Nullable LocalDate termination,
      @Nullable LocalDate lastDay,
      @Nullable Boolean involuntary,
      boolean onLeave,
      @Nullable Boolean rescinded) {

    /** Whether the first day is still to come; the end of an employment before says nothing. */
    boolean toCome(LocalDate today) {
      return !active
          && hired != null
          && hired.isAfter(today)
          && (!terminated || endedBefore(hired));
    }

    private boolean endedBefore(LocalDate first) {
      return termination != null
          && new EmploymentDates(first, termination).endsAnEarlierEmployment();
    }
  }

  /**
   * Something that was entered.
   *
   * @param type as Workday calls it, such as {@code Terminate Employee}
   * @param effective from which day on it is so
   */
  record Entry(String type, LocalDate effective, Instant entered, boolean rescinded) {
    boolean begins() {
      return type.equals("Hire Employee") || type.equals("Contract Contingent Worker");
    }

    boolean ends() {
      return type.equals("Terminate Employee") || endsContract();
    }

    boolean endsContract() {
      return type.equals("End Contingent Worker Contract");
    }
  }
}
