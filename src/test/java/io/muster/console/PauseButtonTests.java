package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.doors.Role;
import io.muster.safety.Destruction;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** One press stops all wipes; two different people have them go on. */
class PauseButtonTests extends ConsoleStage {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  @Autowired private Destruction destruction;

  @AfterEach
  void goOn() {
    if (destruction.state().pause() != null) {
      destruction.resume("cleaner1", "over");
    }
    if (destruction.state().pause() != null) {
      destruction.resume("cleaner2", "over");
    }
  }

  @Test
  void stopsWithOnePressAndGoesOnWithTwoPeople() throws Exception {
    assertThat(page(Role.OPERATOR, "/console")).contains("Stop all wipes now");
    assertThat(post(Role.OPERATOR, "/console/pause", "odd+file").statusCode()).isEqualTo(302);
    var pause = Objects.requireNonNull(destruction.state().pause());
    assertThat(pause.by()).isEqualTo(nameOf(Role.OPERATOR));
    assertThat(pause.reason()).isEqualTo("odd file");
    assertThat(page(Role.AUDITOR, "/console"))
        .contains("odd file", nameOf(Role.OPERATOR))
        .doesNotContain("Agree that wipes go on");

    assertThat(post(Role.OPERATOR, "/console/resume", "+").statusCode()).isEqualTo(409);
    assertThat(post(Role.OPERATOR, "/console/resume", "looked").statusCode()).isEqualTo(302);
    assertThat(destruction.state().pause()).as("one is not enough").isNotNull();
    var again = post(Role.OPERATOR, "/console/resume", "once+more");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("takes a second person");
    assertThat(post(Role.ADMINISTRATOR, "/console/resume", "looked+too").statusCode())
        .isEqualTo(302);
    assertThat(destruction.state().pause()).isNull();
  }

  @Test
  void isNobodyElses() throws Exception {
    for (var role : Role.values()) {
      if (role == Role.OPERATOR || role == Role.ADMINISTRATOR) {
        continue;
      }
      assertThat(page(role, "/console")).as("%s", role).doesNotContain("Stop all wipes now");
      assertThat(post(role, "/console/pause", "mine").statusCode()).as("%s", role).isEqualTo(403);
      assertThat(post(role, "/console/resume", "mine").statusCode()).as("%s", role).isEqualTo(403);
    }
    assertThat(destruction.state().pause()).isNull();
  }

  @Test
  void takesNoReasonThatIsTooLong() throws Exception {
    assertThat(post(Role.OPERATOR, "/console/pause", "x".repeat(1001)).statusCode()).isEqualTo(409);
    assertThat(destruction.state().pause()).isNull();
    assertThat(post(Role.OPERATOR, "/console/pause", "x".repeat(1000)).statusCode()).isEqualTo(302);
    assertThat(destruction.state().pause()).isNotNull();
  }

  private HttpResponse<String> post(Role role, String path, String reason) throws Exception {
    var form = TOKEN.matcher(page(role, "/console"));
    var token = form.find() ? form.group(1) : "";
    return as(role).post(path, "reason=%s&_csrf=%s".formatted(reason, token));
  }
}
