package io.muster.sources.csv;

import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.remote.ConnectedSystem;
import io.muster.remote.ConnectedSystem.Kind;
import io.muster.remote.ConnectedSystems;
import io.muster.sources.SettingKeys;
import io.muster.sources.WorkerSnapshot.Status;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Files that hold all of a source's people, one row each.
 *
 * @param snapshotFiles by the source's name; default none. Which column holds which field is said
 *     in {@code muster.sources.<name>.columns}
 */
@ConfigurationProperties("muster")
record SnapshotFilesProperties(@DefaultValue Map<String, Feed> snapshotFiles)
    implements ConnectedSystems {
  SnapshotFilesProperties {
    snapshotFiles = Map.copyOf(snapshotFiles);
  }

  @Override
  public List<ConnectedSystem> connected() {
    return snapshotFiles.entrySet().stream()
        .map(
            each ->
                new ConnectedSystem(
                    Kind.HR,
                    each.getKey(),
                    "muster.snapshot-files." + each.getKey(),
                    "files of everybody"))
        .toList();
  }

  /**
   * One source's files ({@code muster.snapshot-files.<name>}).
   *
   * @param folder the folder with {@code inbox/}, {@code done/}, {@code quarantine/}, {@code
   *     results/} and {@code try/} in it; what is dropped into {@code try/} is only looked at.
   *     Needed
   * @param lastDay the columns with the last day of work, or the date of termination as {@code
   *     muster.sources.<name>.termination-date} understands it; the first filled one counts
   * @param reason the columns with the reason; the first filled one counts
   * @param reasons what the words in them mean: {@code voluntary}, {@code involuntary}, {@code
   *     end-of-contract} or {@code death}; default these four, in whatever letters and with or
   *     without what is between them. Any other word is no reason
   * @param status the columns that say whether somebody is employed
   * @param statuses what the words in them mean, in whatever letters: {@code employed}, {@code
   *     on-leave}, {@code ended}, {@code called-off}, or {@code inactive}, which is employed as
   *     long as the start date is to come and ended after that; default active, leave, terminated
   *     and rescinded
   * @param onLeave the columns that say by a flag of their own that somebody employed is on leave;
   *     default none
   * @param onLeaveValues what is written there for yes, in whatever letters; default yes, true, y,
   *     1, x and ja. No, false, n, 0, nein and an empty cell are no
   * @param encoding of files without a byte order mark, default UTF-8
   * @param dateFormat of dates, default {@code uuuu-MM-dd}
   * @param maxSize the largest file that is read, default 50 MB
   * @param maxRows the most rows in one file, default 200000
   * @param oldest how old a file may be by its own {@code #generated_on} line, default 26 hours
   * @param poll between two looks into the folder, default 5 seconds
   * @param settle how long a file must not have changed to be complete, default 10 seconds
   * @param retry how long a file that could not be taken in waits for another try, default 30 s
   */
  record Feed(
      Path folder,
      @DefaultValue({"Last day of work", "Termination date"}) List<String> lastDay,
      @DefaultValue("Reason") List<String> reason,
      @DefaultValue Map<String, Reason> reasons,
      @DefaultValue({"Status", "Employment status"}) List<String> status,
      @DefaultValue Map<String, Meaning> statuses,
      @DefaultValue List<String> onLeave,
      @DefaultValue({"yes", "true", "y", "1", "x", "ja"}) List<String> onLeaveValues,
      @DefaultValue("UTF-8") Charset encoding,
      @DefaultValue("uuuu-MM-dd") String dateFormat,
      @DefaultValue("50MB") DataSize maxSize,
      @DefaultValue("200000") int maxRows,
      @DefaultValue("26h") Duration oldest,
      @DefaultValue("5s") Duration poll,
      @DefaultValue("10s") Duration settle,
      @DefaultValue("30s") Duration retry) {
    private static final Map<String, Reason> USUAL_REASONS =
        Map.of(
            "voluntary", Reason.VOLUNTARY,
            "involuntary", Reason.INVOLUNTARY,
            "endofcontract", Reason.END_OF_CONTRACT,
            "death", Reason.DEATH);
    private static final Map<String, Meaning> USUAL =
        Map.of(
            "active", Meaning.EMPLOYED,
            "leave", Meaning.ON_LEAVE,
            "terminated", Meaning.ENDED,
            "rescinded", Meaning.CALLED_OFF);

    Feed {
      SettingKeys.demandClear("reasons", reasons);
      SettingKeys.demandClear("statuses", statuses);
      lastDay = List.copyOf(lastDay);
      reason = List.copyOf(reason);
      reasons = reasons.isEmpty() ? USUAL_REASONS : Map.copyOf(reasons);
      status = List.copyOf(status);
      statuses = statuses.isEmpty() ? USUAL : Map.copyOf(statuses);
      onLeave = List.copyOf(onLeave);
      onLeaveValues = onLeaveValues.stream().map(CsvColumns::key).toList();
    }
  }

  /** What a word in a status column means. */
  enum Meaning {
    EMPLOYED(Status.EMPLOYED),
    ON_LEAVE(Status.ON_LEAVE),
    ENDED(Status.ENDED),
    CALLED_OFF(Status.CALLED_OFF),
    DELETED(Status.DELETED),
    UNCLEAR(Status.UNCLEAR),
    /** Employed before the first day, ended after it. */
    INACTIVE(Status.ENDED);

    private final Status status;

    Meaning(Status status) {
      this.status = status;
    }

    Status status(boolean toCome) {
      return this == INACTIVE && toCome ? Status.EMPLOYED : status;
    }
  }
}
