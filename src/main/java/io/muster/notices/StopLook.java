package io.muster.notices;

import io.muster.notices.NoticeDesk.Found;
import io.muster.safety.Destruction;
import io.muster.safety.Destruction.Opening;
import io.muster.safety.Destruction.Pause;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds that wipes wait: the breaker opened, or a person paused them; and that they go on. */
@Component
class StopLook implements Look {
  private static final String PAUSES = "pause";
  private static final String OPENINGS = "breaker";

  private final Destruction destruction;
  private final NoticeDesk desk;

  StopLook(Destruction destruction, NoticeDesk desk) {
    this.destruction = destruction;
    this.desk = desk;
  }

  @Override
  public String name() {
    return "notices-stops";
  }

  @Override
  public void look() {
    var state = destruction.state();
    paused(state.pause());
    opened(state.opening());
  }

  /** Why it was paused is not told: people write there what not everybody may read. */
  private void paused(@Nullable Pause pause) {
    desk.over(
        PAUSES,
        pause == null ? null : PAUSES + "/" + pause.number(),
        new Notice(
            Topic.PAUSE,
            "[Muster] The pause of wipes is over",
            "Two people have agreed that wipes go on.",
            "/console"));
    if (pause != null) {
      desk.tell(
          new Found(
              PAUSES + "/" + pause.number(),
              new Notice(
                  Topic.PAUSE,
                  "[Muster] Wipes are paused",
                  "Wipes are paused on every node since %s. Everything that can be undone goes on. Two people have to agree that wipes go on."
                      .formatted(TaskLook.time(pause.since())),
                  "/console")));
    }
  }

  private void opened(@Nullable Opening opening) {
    desk.over(
        OPENINGS,
        opening == null ? null : OPENINGS + "/" + opening.number(),
        new Notice(
            Topic.BREAKER,
            "[Muster] The wipe breaker is closed",
            "Two people have closed the wipe breaker; wipes go on.",
            "/console"));
    if (opening != null) {
      desk.tell(
          new Found(
              OPENINGS + "/" + opening.number(),
              new Notice(
                  Topic.BREAKER,
                  "[Muster] The wipe breaker is open",
                  "The wipe breaker is open since %s: more would be wiped than on an ordinary day. Wipes wait until two people close it."
                      .formatted(TaskLook.time(opening.since())),
                  "/console")));
    }
  }
}
