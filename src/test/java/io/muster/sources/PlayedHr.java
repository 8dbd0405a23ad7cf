package io.muster.sources;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A system of HR that is played, and the real adapter that reads it. */
public interface PlayedHr extends AutoCloseable {
  /** Where everybody's locations are. */
  Map<String, String> ZONES =
      Map.of(
          "zones.Berlin", "Europe/Berlin",
          "zones.Melbourne", "Australia/Melbourne",
          "zones.Honolulu", "Pacific/Honolulu",
          "zones.Santiago", "America/Santiago");

  /**
   * What somebody does.
   *
   * @param manager the record of their manager, or null
   */
  record Job(String department, String location, @Nullable String manager) {
    public Job(String department, String location) {
      this(department, location, null);
    }
  }

  /** Somebody begins on that day. Answers the record. */
  String hire(String number, LocalDate first, Job job);

  /** Somebody begins on a contract that is no employment. Answers the record. */
  String contract(String number, LocalDate first, Job job);

  /** Whoever was to come does not. */
  void callOff(String record);

  /** The employment ends with that day. Answers the entry. */
  long end(String record, LocalDate lastDay, boolean involuntary);

  /** The entry about an end is corrected in its place. */
  void correct(String record, long end, LocalDate lastDay, boolean involuntary);

  /** The end does not come. */
  void takeBack(String record, long end);

  /** From that day on somebody does something else. */
  void move(String record, LocalDate from, Job job);

  /** Something about the record changes that nobody here asks for. */
  void touch(String record);

  /** The record is gone. */
  void delete(String record);

  /** Reads what has changed, as it is done every few minutes. */
  void poll();

  /** What this source last failed with. */
  Optional<String> failure();

  @Override
  void close();
}
