package io.muster.leavers;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long leavers took, or take, to be secured; for people. */
public interface LeaverReports {
  /**
   * Those who have left and are not secured, the one who left first on top.
   *
   * @param limit no more than this many
   */
  List<LeaverTimes> unsecured(int limit);

  /**
   * Some leavers, the newest first.
   *
   * @param secured only those who are secured, or are not; null for both
   * @param before only those that come after this number on the pages before, or null
   */
  Page newest(@Nullable Boolean secured, @Nullable Long before, int limit);

  /** The leaver of one case. */
  Optional<LeaverTimes> find(String caseId);

  /** Of all whose employment ended within this span until now. */
  Summary summary(Duration span);

  /** How long securing may take. */
  Duration promise();

  /**
   * Some leavers.
   *
   * @param leavers the newest first
   * @param lowest the number of the last of them, if there are more after it
   */
  record Page(List<LeaverTimes> leavers, Optional<Long> lowest) {}
}
