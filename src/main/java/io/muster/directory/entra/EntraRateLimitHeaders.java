package io.muster.directory.entra;

import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What the headers of the last answer said about Entra and about how much of it we use. */
final class EntraRateLimitHeaders {
  private volatile @Nullable String date;
  private volatile @Nullable String used;

  void saw(Response answer) {
    date = answer.header("Date");
    used = answer.header("x-ms-throttle-limit-percentage");
  }

  void sawDate(@Nullable String newDate) {
    date = newDate;
  }

  @Nullable String date() {
    return date;
  }

  /** Which share of the allowed calls is used up, 1 being all; said from 0.8 on only. */
  @Nullable String used() {
    return used;
  }
}
