package io.muster.notices;

import io.muster.guard.Loosenings;
import io.muster.guard.Loosenings.Change;
import io.muster.notices.NoticeDesk.Found;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Finds changes that make wipes easier and wait for people. */
@Component
class LooseningLook implements Look {
  private final Loosenings loosenings;
  private final NoticeDesk desk;

  LooseningLook(Loosenings loosenings, NoticeDesk desk) {
    this.loosenings = loosenings;
    this.desk = desk;
  }

  @Override
  public String name() {
    return "notices-changes";
  }

  @Override
  public void look() {
    loosenings.waiting().forEach(change -> desk.tell(found(change)));
  }

  private static Found found(Change change) {
    var kind = change.kind().name().toLowerCase(Locale.ROOT);
    var how =
        change.liveAt() == null
            ? "%d more have to agree".formatted(change.missing())
            : "it counts from %s unless somebody refuses it"
                .formatted(TaskLook.time(change.liveAt()));
    return new Found(
        // told anew once enough people agreed: from then on only a refusal stops it
        "change/%d/%s".formatted(change.number(), change.liveAt() == null ? "asked" : "agreed"),
        new Notice(
            Topic.LOOSENING,
            "[Muster] A change that makes wipes easier waits",
            "Change %d (%s) would make wipes easier: %s. Look at it, and agree or refuse."
                .formatted(change.number(), kind, how),
            "/console"));
  }
}
