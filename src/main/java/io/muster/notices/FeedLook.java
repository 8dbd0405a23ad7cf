package io.muster.notices;

import io.muster.notices.NoticeDesk.Found;
import io.muster.sources.FeedHealth;
import io.muster.sources.FeedHealth.Feed;
import org.springframework.stereotype.Component;

/** Finds HR sources that are silent or in trouble. */
@Component
class FeedLook implements Look {
  private final FeedHealth feeds;
  private final NoticeDesk desk;

  FeedLook(FeedHealth feeds, NoticeDesk desk) {
    this.feeds = feeds;
    this.desk = desk;
  }

  @Override
  public String name() {
    return "notices-feeds";
  }

  @Override
  public void look() {
    for (var feed : feeds.feeds()) {
      feed.kinds().forEach(kind -> tell(feed, kind));
    }
  }

  private void tell(Feed feed, String kind) {
    var heard =
        feed.heardAt() == null
            ? "It was never heard."
            : "It was last heard at %s.".formatted(TaskLook.time(feed.heardAt()));
    desk.tell(
        new Found(
            "feed/%s/%s".formatted(feed.source(), kind),
            new Notice(
                Topic.FEED,
                "[Muster] HR source %s: %s".formatted(feed.source(), kind),
                "The HR source %s needs somebody: %s. %s".formatted(feed.source(), kind, heard),
                "/console")));
  }
}
