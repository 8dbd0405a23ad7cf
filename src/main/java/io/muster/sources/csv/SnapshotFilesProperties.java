package io.muster.sources.csv;

import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.sources.WorkerSnapshot.Status;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
record SnapshotFilesProperties(@DefaultValue Map<String, Feed> snapshotFiles) {
  SnapshotFilesProperties {
    snapshotFiles = Map.copyOf(snapshotFiles);
  }

  /**
   * One source's files ({@code muster.snapshot-files.<name>}).
   *
   * @param folder the folder with {@code inbox/}, {@code done/}, {@code quarantine/}, {@code
   *     results/} and {@code try/} in it; what is dropped into {@code try/} is only looked at
   * @param lastDay the columns with the last day of work, or the date of termination as {@code
   *     muster.sources.<name>.termination-date} understands it; the first filled one counts
   * @param reason the columns with the reason; the first filled one counts
   * @param reasons what the words in them mean: {@code voluntary}, {@code involuntary}, {@code
   *     end-of-contract} or {@code death}; default these four, in whatever letters and with or
   *     without what is between them. Any other word is no reason
   * @param status the columns that say whether somebody is employed
   * @param statuses what the words in them mean, in small letters; default active, leave,
   *     terminated and rescinded
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
      @DefaultValue Map<String, Status> statuses,
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
    private static final Map<String, Status> USUAL =
        Map.of(
            "active", Status.EMPLOYED,
            "leave", Status.ON_LEAVE,
            "terminated", Status.ENDED,
            "rescinded", Status.CALLED_OFF);

    Feed {
      lastDay = List.copyOf(lastDay);
      reason = List.copyOf(reason);
      reasons =
          reasons.isEmpty()
              ? USUAL_REASONS
              : reasons.entrySet().stream()
                  .collect(
                      Collectors.toUnmodifiableMap(
                          entry -> CsvColumns.key(entry.getKey()), Map.Entry::getValue));
      status = List.copyOf(status);
      statuses = statuses.isEmpty() ? USUAL : Map.copyOf(statuses);
    }
  }
}
