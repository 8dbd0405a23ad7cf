package io.muster.sources;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the HR sources are doing, for people. */
public interface FeedHealth {
  /** Every source there is. */
  List<Feed> feeds();

  /**
   * A source.
   *
   * @param heardAt when it was last heard, or null if never
   * @param trouble what is wrong and what to do about it; empty if nothing is
   * @param kinds what is wrong in a word or two each, without anybody's number
   */
  record Feed(String source, @Nullable Instant heardAt, List<String> trouble, Set<String> kinds) {}
}
