package io.muster.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inbox.Receipt;
import io.muster.lifecycle.Lifecycle;
import io.muster.people.Departures;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.LeaveStarted.Kind;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.Workforce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What becomes of people when HR or a directory pushes users. */
class ScimPushHandlerTests extends ScimWorld {
  @Autowired private Workforce workforce;
  @Autowired private Departures departures;
  @Autowired private Lifecycle lifecycle;

  private final String number = "P" + UUID.randomUUID().toString().substring(0, 8);

  // HR

  @Test
  void takesAPersonInInTheCommitOfTheCreation() {
    var user = hire(complete());
    var event = events("people", user).get(0);
    assertThat(event.fate()).isEqualTo(Fate.STARTED);
    assertThat(event.employee()).isEqualTo(number);
    assertThat(running("onboarding")).isEqualTo(1);
    var worker = workforce.find(new EmployeeId(number)).orElseThrow();
    assertThat(worker.department()).isEqualTo("Sales");
    assertThat(worker.location()).isEqualTo("Berlin");
    assertThat(worker.workEmail()).isEqualTo(number + "@example.com");
    assertThat(worker.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
  }

  @Test
  void takesTheExampleForAHire() throws IOException {
    var user = hire(Files.readString(Path.of("examples/scim-user.json")).replace("0042", number));
    assertThat(events("people", user).get(0).fate()).isEqualTo(Fate.STARTED);
  }

  @Test
  void keepsAnIncompletePersonAndSaysWhatIsMissingUntilItIsThere() {
    var user =
        hire(
            complete()
                .replace("\"startDate\":\"2026-12-01\",", "")
                .replace("\"title\":\"Clerk\",", ""));
    assertThat(get("people", "/Users/" + user).status()).isEqualTo(200);
    var refused = events("people", user).get(0);
    assertThat(refused.fate()).isEqualTo(Fate.REFUSED);
    assertThat(refused.reason())
        .contains("startDate is missing", "title is missing", "Muster's startDate");
    assertThat(running("onboarding")).isZero();

    patch("people", "/Users/" + user, "{\"op\":\"add\",\"path\":\"nickName\",\"value\":\"N\"}");
    assertThat(events("people", user)).as("nothing new is said of what is missing").hasSize(1);

    patch("people", "/Users/" + user, "{\"op\":\"add\",\"path\":\"title\",\"value\":\"Clerk\"}");
    assertThat(events("people", user).get(0).reason()).doesNotContain("title is missing");
    patch(
        "people",
        "/Users/" + user,
        "{\"op\":\"add\",\"path\":\"%s:startDate\",\"value\":\"2026-12-01\"}"
            .formatted(UserContent.EMPLOYMENT));
    assertThat(events("people", user).get(0).fate()).isEqualTo(Fate.STARTED);
    assertThat(running("onboarding")).isEqualTo(1);
  }

  @Test
  void refusesCodeInANameWithoutRepeatingIt() {
    var user = hire(complete().replace("\"Pat\"", "\"${engine}\""));
    var refused = events("people", user).get(0);
    assertThat(refused.fate()).isEqualTo(Fate.REFUSED);
    assertThat(refused.reason()).contains("givenName").doesNotContain("engine}");
    assertThat(running("onboarding")).isZero();
  }

  @Test
  void letsAPersonOutAtOnceWhenInactive() {
    var user = hire(complete());
    var answer =
        patch(
            "people",
            "/Users/" + user,
            "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}");
    assertThat(answer.status()).isEqualTo(200);
    var event = events("people", user).get(0);
    assertThat(event.fate()).isEqualTo(Fate.STARTED);
    assertThat(running("offboarding")).isEqualTo(1);
    assertThat(departures.leaves(new EmployeeId(number))).isTrue();

    patch(
        "people", "/Users/" + user, "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}");
    assertThat(events("people", user)).hasSize(2);
    patch(
        "people", "/Users/" + user, "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"True\"}");
    assertThat(events("people", user).get(0).fate())
        .as("nothing has been done yet, so the leaving is taken back")
        .isEqualTo(Fate.JOINED);
    assertThat(running("offboarding")).isZero();
    assertThat(departures.leaves(new EmployeeId(number))).isFalse();
  }

  @Test
  void letsNobodyOutByARecordThatBearsAnotherNumberByNow() {
    var user = hire(complete());
    patch(
        "people",
        "/Users/" + user,
        "{\"op\":\"replace\",\"path\":\"%s:employeeNumber\",\"value\":\"X-%s\"}"
            .formatted(UserContent.ENTERPRISE, number));
    var off = "{\"op\":\"replace\",\"value\":{\"active\":false}}";
    patch("people", "/Users/" + user, off);
    var asked = events("people", user);
    assertThat(asked.get(0).fate()).isEqualTo(Fate.REFUSED);
    assertThat(asked.get(0).reason()).contains("X-" + number, "which of them leaves");
    assertThat(departures.leaves(new EmployeeId(number))).isFalse();
    patch("people", "/Users/" + user, off);
    assertThat(events("people", user)).as("said once").hasSize(asked.size());
  }

  @Test
  void letsOutWhomAnotherSourceHiredWhenHrSwitchesTheirIncompleteUserOff() {
    var known = hire(complete());
    assertThat(delete("people", "/Users/" + known).status()).isEqualTo(204);
    var user =
        hire(
            complete()
                .replace("\"title\":\"Clerk\",", "")
                .replace("\"userName\":\"", "\"userName\":\"other-"));
    assertThat(events("people", user).get(0).fate()).isEqualTo(Fate.REFUSED);
    patch("people", "/Users/" + user, "{\"op\":\"replace\",\"value\":{\"active\":false}}");
    assertThat(events("people", user).get(0).fate()).isEqualTo(Fate.STARTED);
    assertThat(departures.leaves(new EmployeeId(number))).isTrue();
  }

  @Test
  void asksAboutAnInactiveUserWhoComesWithTheNumberOfSomebodyWhoWorksHere() {
    hire(complete());
    var old =
        hire(
            complete()
                .replace("\"active\":true", "\"active\":false")
                .replace("\"userName\":\"", "\"userName\":\"other-"));
    assertThat(events("people", old))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.fate()).isEqualTo(Fate.REFUSED);
              assertThat(event.reason()).contains(number, "nothing was started");
            });
    patch("people", "/Users/" + old, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Boss\"}");
    assertThat(events("people", old)).as("said once").hasSize(1);
    assertThat(departures.leaves(new EmployeeId(number))).isFalse();
  }

  @Test
  void hearsOfADepartureToComeByItsLastDay() {
    var user = hire(complete());
    var last =
        "{\"op\":\"add\",\"path\":\"%s:lastDayOfWork\",\"value\":\"%s\"}"
            .formatted(UserContent.EMPLOYMENT, "2199-01-31");
    patch("people", "/Users/" + user, last);
    assertThat(events("people", user)).hasSize(2);
    assertThat(running("offboarding")).isEqualTo(1);
    patch("people", "/Users/" + user, last);
    assertThat(events("people", user)).hasSize(2);
    patch("people", "/Users/" + user, "{\"op\":\"replace\",\"value\":{\"active\":false}}");
    assertThat(events("people", user).get(0).fate()).isEqualTo(Fate.JOINED);
  }

  @Test
  void takesALastDayBeforeTheFirstForThatOfAnEmploymentBefore() {
    for (var day : List.of("2026-05-31", "9999-12-31")) {
      var user = hire(lastDay(day));
      assertThat(events("people", user))
          .singleElement()
          .extracting(Receipt::fate)
          .isNotEqualTo(Fate.REFUSED);
      assertThat(running("offboarding")).isZero();
      delete("people", "/Users/" + user);
    }
  }

  @Test
  void asksAboutALastDayThatIsOverOfSomebodyActive() {
    var user = hire(lastDay("2026-01-31").replace("2026-12-01", "2020-01-01"));
    assertThat(events("people", user).get(0))
        .satisfies(
            receipt -> {
              assertThat(receipt.fate()).isEqualTo(Fate.REFUSED);
              assertThat(receipt.reason()).contains("is active", "2026-01-31");
            });
    assertThat(running("offboarding")).isZero();
  }

  @Test
  void letsOutWhomItNeverUnderstoodWhenHrSwitchesThemOff() {
    var user = hire(complete().replace("\"title\":\"Clerk\",", ""));
    patch(
        "people", "/Users/" + user, "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}");
    assertThat(events("people", user).get(0).fate()).isEqualTo(Fate.STARTED);
    assertThat(running("offboarding")).isEqualTo(1);
  }

  private String lastDay(String day) {
    return complete().replace("\"legalHold\":false", "\"lastDayOfWork\":\"%s\"".formatted(day));
  }

  @Test
  void hearsThatADepartureWasTakenBack() {
    var user = hire(complete());
    var day = UserContent.EMPLOYMENT + ":lastDayOfWork";
    patch(
        "people",
        "/Users/" + user,
        "{\"op\":\"add\",\"path\":\"%s\",\"value\":\"2199-01-31\"}".formatted(day));
    assertThat(departures.leaves(new EmployeeId(number))).isTrue();
    patch("people", "/Users/" + user, "{\"op\":\"remove\",\"path\":\"%s\"}".formatted(day));
    assertThat(events("people", user)).hasSize(3);
    assertThat(departures.leaves(new EmployeeId(number))).isFalse();
  }

  @Test
  void letsNobodyOutBecauseTheirRecordIsGone() {
    var user = hire(complete());
    assertThat(delete("people", "/Users/" + user).status()).isEqualTo(204);
    var held = events("people", user).get(0);
    assertThat(held.fate()).isEqualTo(Fate.REFUSED);
    assertThat(held.employee()).isEqualTo(number);
    assertThat(held.reason()).contains("deleted", "nothing was started");
    assertThat(running("offboarding")).isZero();
    assertThat(running("onboarding")).isEqualTo(1);
  }

  @Test
  void keepsAChangeForTheProcessOrForAPerson() {
    var user = hire(complete());
    patch(
        "people",
        "/Users/" + user,
        "{\"op\":\"replace\",\"path\":\"%s:department\",\"value\":\"Engineering\"}"
            .formatted(UserContent.ENTERPRISE));
    var event = events("people", user).get(0);
    assertThat(event.fate()).isIn(Fate.STARTED, Fate.JOINED);
    assertThat(workforce.find(new EmployeeId(number)).orElseThrow().department())
        .isEqualTo("Engineering");
  }

  @Test
  void makesNobodyAnotherPerson() {
    var user = hire(complete());
    patch(
        "people",
        "/Users/" + user,
        "{\"op\":\"replace\",\"path\":\"%s:employeeNumber\",\"value\":\"X-999\"}"
            .formatted(UserContent.ENTERPRISE));
    assertThat(events("people", user).get(0).reason()).contains(number, "X-999", "another person");
    var twin =
        post("people", "/Users", complete().replace("\"userName\":\"", "\"userName\":\"twin-"));
    assertThat(twin.status()).isEqualTo(201);
    assertThat(events("people", twin.id()).get(0).reason()).contains("Two records of one person");
  }

  @Test
  void leavesNothingBehindOfAWriteThatFailed() {
    hire(complete());
    var taken =
        post(
            "people",
            "/Users",
            complete().replace(number + "\",\"department", "Z-1\",\"department"));
    assertThat(taken.status()).isEqualTo(409);
    assertThat(workforce.find(new EmployeeId("Z-1"))).isEmpty();
  }

  // directories

  @Test
  void takesADirectorysWordForNoDeparture() {
    var user = directoryUser();
    patch(
        "entra", "/Users/" + user, "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}");
    var held = events("entra", user).get(0);
    assertThat(held.fate()).isEqualTo(Fate.REFUSED);
    assertThat(held.employee()).isEqualTo(number);
    assertThat(held.reason()).contains("only HR says who works here");
    assertThat(running("offboarding")).isZero();
    assertThat(delete("entra", "/Users/" + user).status()).isEqualTo(204);
    assertThat(events("entra", user)).as("it was barred before").hasSize(1);
  }

  @Test
  void needsNobodyWhenHrHasSaidTheSame() {
    var person = hire(complete());
    patch("people", "/Users/" + person, "{\"op\":\"replace\",\"value\":{\"active\":false}}");
    var user = directoryUser();
    patch(
        "entra", "/Users/" + user, "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}");
    assertThat(events("entra", user)).isEmpty();
  }

  @Test
  void needsNobodyWhenTheAccountIsBarredDuringALeave() {
    hire(complete());
    lifecycle.accept(
        new LeaveStarted(
            new Origin("hr", "away-" + number, Instant.now()),
            new EmployeeId(number),
            LocalDate.parse("2026-01-01"),
            null,
            Kind.GARDEN));
    var user = directoryUser();
    patch(
        "entra", "/Users/" + user, "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}");
    assertThat(events("entra", user)).isEmpty();
  }

  @Test
  void holdsTheDeletionOfAnAccountThatWasInUse() {
    var user = directoryUser();
    delete("entra", "/Users/" + user);
    assertThat(events("entra", user).get(0).reason())
        .contains("dir-%s@example.com".formatted(number), "of " + number, "was deleted");
  }

  @Test
  void makesNoEventOfAnAccountWithoutANumber() {
    var deleted = user("entra", "nobodys-%s@example.com".formatted(number));
    delete("entra", "/Users/" + deleted);
    assertThat(events("entra", deleted)).isEmpty();
    var barred = user("entra", "nobodys-too-%s@example.com".formatted(number));
    patch("entra", "/Users/" + barred, "{\"op\":\"replace\",\"value\":{\"active\":false}}");
    assertThat(events("entra", barred)).isEmpty();
  }

  private long running(String process) {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey(process)
        .list()
        .stream()
        .filter(one -> String.valueOf(one.getBusinessKey()).startsWith(number + "/"))
        .count();
  }

  private String hire(String user) {
    var answer = post("people", "/Users", user);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.id();
  }

  private String directoryUser() {
    return post(
            "entra",
            "/Users",
            """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","%s"],
             "userName":"dir-%s@example.com","%s":{"employeeNumber":"%s"}}
            """
                .formatted(UserContent.ENTERPRISE, number, UserContent.ENTERPRISE, number))
        .id();
  }

  private String complete() {
    return """
    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"%s@example.com",
     "name":{"givenName":"Pat","familyName":"Moss"},"title":"Clerk","active":true,
     "addresses":[{"type":"work","locality":"Berlin"}],
     "%s":{"employeeNumber":"%s","department":"Sales","costCenter":"CC1"},
     "%s":{"startDate":"2026-12-01","legalHold":false}}
    """
        .formatted(number, UserContent.ENTERPRISE, number, UserContent.EMPLOYMENT);
  }
}
