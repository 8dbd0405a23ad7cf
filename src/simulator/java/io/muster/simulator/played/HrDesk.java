package io.muster.simulator.played;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.hr.HrFeed;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * HR, which only speaks: told over {@code /_control} what to say, it signs and sends it.
 *
 * <p>{@code POST /_control/events} takes {@code {"type":…,"data":{…}}} and answers what the service
 * answered; {@code POST /_control/day} lets the {@link PlayedDay} begin, and takes {@code
 * {"every":"PT8S"}}.
 */
final class HrDesk extends Simulator {
  private static final System.Logger log = System.getLogger(HrDesk.class.getName());
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

  private final HrFeed feed;
  private final ScheduledExecutorService voice =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "HR");
            thread.setDaemon(true);
            return thread;
          });

  private HrDesk(HrFeed feed, SimulatorSettings settings) {
    super(settings);
    this.feed = feed;
    control().on("POST", "/_control/events", this::say).on("POST", "/_control/day", this::begin);
  }

  static HrDesk start(HrFeed feed, SimulatorSettings settings) {
    var desk = new HrDesk(feed, settings);
    desk.listen();
    return desk;
  }

  @Override
  protected Answer answer(Call call) {
    return Answer.json(404, Map.of("detail", "HR only speaks; say what at /_control/events"));
  }

  @Override
  public void close() {
    voice.shutdownNow();
    super.close();
  }

  private Answer say(Call call) {
    var wish = call.json();
    return said(wish.path("type").asText(), JSON.convertValue(wish.path("data"), FIELDS));
  }

  private Answer begin(Call call) {
    var every = Duration.parse(call.json().path("every").asText("PT8S"));
    var day = PlayedDay.on(clock());
    for (int i = 0; i < day.size(); i++) {
      var event = day.get(i);
      var unused =
          voice.schedule(
              () -> tell(event), every.multipliedBy(i).toMillis(), TimeUnit.MILLISECONDS);
    }
    return Answer.json(202, Map.of("events", day.size(), "every", every.toString()));
  }

  private void tell(PlayedDay.Said event) {
    var answer = said(event.type(), event.data());
    log.log(
        System.Logger.Level.INFO,
        "HR says {0} {1}: {2}",
        event.type(),
        event.data().get("employeeId"),
        answer.body());
  }

  private Answer said(String type, Map<String, Object> data) {
    var told = new LinkedHashMap<String, Object>();
    try {
      var reply = feed.send(type, data);
      told.put("status", reply.status());
      told.put("body", reply.body());
      return Answer.json(200, told);
    } catch (IOException unheard) {
      told.put("detail", "the service was not reached: " + unheard);
      return Answer.json(502, told);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return Answer.empty(503);
    }
  }
}
