package io.muster.devices.hexnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.muster.devices.Device;
import io.muster.devices.FleetGroupId;
import io.muster.devices.FleetUserId;
import io.muster.devices.Ground;
import io.muster.devices.Platform;
import io.muster.devices.Progress;
import io.muster.devices.hexnode.CannedPortal.Canned;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.DeviceFacts;
import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import io.muster.safety.WipeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Hexnode's answers come to, in the shapes that were recorded and in the ugly ones. */
class HexnodeAnswersTests {
  private static final String EMPTY_LIST = "{'count':0,'next':null,'previous':null,'results':[]}";
  private static final Set<DeviceId> LAPTOP = Set.of(new DeviceId(41));

  private final Ground ground = Ground.shared();
  private final Worker ada = ground.newWorker();
  private final String caseId = "case-" + ada.id();
  private final CannedPortal portal = new CannedPortal();

  @AfterEach
  void close() {
    portal.close();
  }

  // failures

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          120 | {'detail':'Request was throttled. Expected available in 57 seconds.'} | PT2M
          ``  | {'detail':'Request was throttled. Expected available in 57.0 seconds.'} | PT58S
          ``  | Error 429: Too many requests | PT1M
          ``  | {'detail':'The calls of this minute are used up.'} | PT1M
          ``  | {'detail':'The daily limit is reached.'} | day
          ``  | `` | PT1M
          """)
  void waitsAsLongAsALimitSays(String retryAfter, String text, String wait) {
    var headers =
        retryAfter.isEmpty()
            ? Map.of("Content-Type", "application/json")
            : Map.of("Content-Type", "application/json", "Retry-After", retryAfter);
    portal.on("POST", "actions/lock_devices/", new Canned(429, headers, text.replace('\'', '"')));
    var now = ground.clock().instant();
    var until =
        wait.equals("day")
            ? Instant.parse(now.plus(Duration.ofDays(1)).toString().substring(0, 10) + "T00:00:00Z")
            : now.plus(Duration.parse(wait));
    assertThatThrownBy(this::lock)
        .asInstanceOf(type(Unavailable.class))
        .satisfies(
            failure -> {
              assertThat(failure.notBefore()).contains(until);
              assertThat(failure.surelyNotSent()).isTrue();
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 408, 0, CannedPortal.SILENCE})
  void thinksThatAWriteMayHaveHappenedWhenTheServerFails(int status) {
    portal.on("POST", "actions/lock_devices/", new Canned(status, Map.of(), "<h1>Oops</h1>"));
    assertThatThrownBy(this::lock)
        .asInstanceOf(type(Unavailable.class))
        .satisfies(failure -> assertThat(failure.surelyNotSent()).isFalse());
  }

  @Test
  void knowsThatNothingHappenedWhereNobodyListens() {
    var fleet = portal.fleet();
    portal.close();
    assertThatThrownBy(
            () -> Ground.inCase(caseId, ada.id(), () -> run(() -> fleet.ensureLocked(LAPTOP))))
        .asInstanceOf(type(Unavailable.class))
        .satisfies(failure -> assertThat(failure.surelyNotSent()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 408, 0, CannedPortal.SILENCE})
  void triesAReadAgainLater(int status) {
    portal.on("GET", "users/", new Canned(status, Map.of(), "<h1>Oops</h1>"));
    assertThatThrownBy(() -> portal.fleet().findUser("ada@example.com"))
        .isInstanceOf(Unavailable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<h1>Maintenance</h1>", "", "{'results':[{'id':'x'"})
  void triesAgainWhereAPageComesInsteadOfData(String body) {
    for (var type : List.of("text/html", "application/json")) {
      portal.on("GET", "users/", new Canned(200, Map.of("Content-Type", type), body));
      assertThatThrownBy(() -> portal.fleet().findUser("ada@example.com"))
          .isInstanceOf(Unavailable.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void saysWhatToDoAboutAKeyThatIsRefused(int status) {
    portal.on("GET", "users/", Canned.json(status, "{'detail':'Invalid API key.'}"));
    assertThatThrownBy(() -> portal.fleet().findUser("ada@example.com"))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("muster.hexnode.api-key")
        .hasMessageNotContaining("the-key");
    assertThat(portal.keys()).containsOnly("the-key");
  }

  @Test
  void saysWhatToDoAboutAnActionThatHexnodeDoesNotKnow() {
    for (var answer :
        List.of(
            new Canned(404, Map.of("Content-Type", "text/html"), "<h1>Not Found</h1>"),
            Canned.json(404, "{'detail':'Not found.'}"),
            Canned.json(405, "{'detail':'Method not allowed.'}"))) {
      portal.on("POST", "actions/lock_devices/", answer);
      assertThatThrownBy(this::lock)
          .isInstanceOf(Misconfigured.class)
          .hasMessageContaining("muster.hexnode.actions");
    }
  }

  @Test
  void quotesWhatHexnodeRefuses() {
    portal.on(
        "POST", "actions/lock_devices/", Canned.json(400, "{'system_lock_pin':['6 digits.']}"));
    assertThatThrownBy(this::lock)
        .isInstanceOf(Refused.class)
        .hasMessageContaining("system_lock_pin: 6 digits.");
  }

  @Test
  void followsNoRedirect() {
    portal
        .on(
            "POST",
            "actions/lock_devices/",
            new Canned(307, Map.of("Location", portal.url() + "/api/v1/actions/wipe_device/"), ""))
        .on("POST", "actions/wipe_device/", "{}");
    assertThatThrownBy(this::lock).isInstanceOf(Misconfigured.class);
    assertThat(portal.asked()).containsExactly("POST /api/v1/actions/lock_devices/");
  }

  @Test
  void takesAnyBodyOfAnActionThatWasAccepted() {
    for (var answer :
        List.of(
            new Canned(200, Map.of(), ""),
            new Canned(200, Map.of("Content-Type", "text/plain"), "ok"),
            new Canned(202, Map.of("Content-Type", "application/json"), "[1"),
            new Canned(204, Map.of(), ""))) {
      portal.on("POST", "actions/lock_devices/", answer);
      Ground.inCase(
          caseId + answer.status() + answer.body(), ada.id(), () -> run(() -> lockIn(portal)));
    }
    assertThat(portal.asked()).hasSize(4);
  }

  @Test
  void printsNoKeyAnywhere() {
    var properties = SimulatedHexnode.properties(Map.of("url", portal.url(), "api-key", "the-key"));
    assertThat(properties.toString()).doesNotContain("the-key");
  }

  // shapes

  @Test
  void findsAUserOnTheThirdPageAndNeverTheOneWhoIsNobody() {
    for (int page = 1; page <= 3; page++) {
      portal.on(
          "GET",
          "users/?page=%d&per_page=250".formatted(page),
          "{'count':3,'next':%s,'previous':null,'results':[%s]}"
              .formatted(
                  page == 3 ? "null" : "'https://elsewhere.example/api/v1/users/?page=9'",
                  page == 3
                      ? "{'id':7,'name':'Ada','email':'ADA@example.com','phoneno':15550100,'domain':'local','total_devices':0,'new':{}}"
                      : "{'id':%d,'name':'Default User','email':null,'phoneno':null,'domain':'local'}"
                          .formatted(page)));
    }
    assertThat(portal.fleet().findUser("ada@example.com")).contains(new FleetUserId("7"));
    assertThat(portal.asked()).hasSize(3);
    assertThat(portal.fleet().findUser("nobody@example.com")).isEmpty();
  }

  @Test
  void countsAUserOnceWhoMovesFromPageToPage() {
    var ada = "{'id':7,'name':'Ada','email':'ada@example.com','domain':'local'}";
    portal
        .on("GET", "users/?page=1&per_page=250", "{'next':'x','results':[%s]}".formatted(ada))
        .on("GET", "users/?page=2&per_page=250", "{'next':'x','results':[%s]}".formatted(ada))
        .on("GET", "users/?page=3&per_page=250", Canned.json(404, "{'detail':'Invalid page.'}"));
    assertThat(portal.fleet().findUser("ada@example.com")).contains(new FleetUserId("7"));
  }

  @ParameterizedTest
  @CsvSource({
    "2022-04-04T07:09:25Z, 2022-04-04T07:09:25Z",
    "2022-04-04T07:09:25.4Z, 2022-04-04T07:09:25.400Z",
    "2022-04-04T12:04:09.609Z, 2022-04-04T12:04:09.609Z",
    "2022-04-04T07:09:25.362338Z, 2022-04-04T07:09:25.362338Z",
    "2022-04-04T07:09:25.362338123456Z, 2022-04-04T07:09:25.362338123Z",
    "2022-04-04T09:09:25+02:00, 2022-04-04T07:09:25Z",
  })
  void readsAnyFractionOfASecond(String text, Instant expected) {
    assertThat(SeenDevice.instant(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "1649056165", "2022-04-04"})
  void readsNoTimeIntoAnythingElse(String text) {
    assertThat(SeenDevice.instant(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "Android, ANDROID",
    "iOS, IOS",
    "iPadOS, IOS",
    "macOS, MACOS",
    "Mac OS X, MACOS",
    "Windows 10 Pro, WINDOWS",
    "Windows 11 Enterprise, WINDOWS",
    "tvOS, OTHER",
    "ChromeOS, OTHER",
    "'', OTHER",
  })
  void knowsThePlatformByHowItsNameBegins(String osName, Platform platform) {
    portal.on("GET", "devices/", list(device(41, 12, "'os_name':'%s'".formatted(osName))));
    assertThat(portal.fleet().devicesOf(new FleetUserId("12")))
        .extracting(Device::platform)
        .containsExactly(platform);
  }

  @ParameterizedTest
  @CsvSource({
    "disenrolled, 0",
    "pending, 0",
    "pre-approved, 0",
    "enrolled, 1",
    "Enrolled, 1",
  })
  void listsOnlyWhatIsEnrolled(String status, int listed) {
    portal.on(
        "GET", "devices/", list(device(41, 12, "'enrollment_status':'%s'".formatted(status))));
    assertThat(portal.fleet().devicesOf(new FleetUserId("12"))).hasSize(listed);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'device':{'ownership':'corporate'}                          | CORPORATE
          'device':{'ownership':'Corporate'}                          | CORPORATE
          'device':{'ownership':'personal'}                           | PERSONAL
          'ownership':'corporate'                                     | CORPORATE
          'device':{'ownership':'corporate'},'ownership':'personal'   | UNKNOWN
          'device':{'ownership':'leased'}                             | UNKNOWN
          'device':{'ownership':2}                                    | UNKNOWN
          'device':{'ownership':null}                                 | UNKNOWN
          'device':{}                                                 | UNKNOWN
          """)
  void believesOwnershipOnlyWhereItIsSaidPlainly(String said, Ownership ownership) {
    portal
        .on("GET", "devices/41/", "{'id':41,%s}".formatted(said))
        .on("GET", "devices/", list(device(41, 12, "'compliant':true")));
    assertThat(portal.fleet().read(new DeviceId(41)))
        .get()
        .extracting(Device::ownership)
        .isEqualTo(ownership);
  }

  @Test
  void completesFromTheListWhatTheDevicesOwnPageLeavesOut() {
    portal
        .on("GET", "devices/41/", "{'id':41,'device':{'device_name':'ANA-MBP'},'policies':[]}")
        .on(
            "GET",
            "devices/",
            list(
                device(40, 12, "'serial_number':'other'"),
                device(41, 12, "'serial_number':'C02X'")));
    var device = portal.fleet().read(new DeviceId(41)).orElseThrow();
    assertThat(device.serial()).isEqualTo("C02X");
    assertThat(device.owner()).isEqualTo(new FleetUserId("12"));
    assertThat(device.enrolledAt()).isEqualTo(Instant.parse("2022-04-04T07:09:25.362338Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{'id':1,'name':'Default User'}", "{}"})
  void seesThatADeviceBelongsToNobody(String user) {
    portal.on(
        "GET",
        "devices/41/",
        "{'id':41,'user':%s,'device':{'serial_number':'C02X','enrollment_status':'enrolled','enrolled_time':'2022-04-04T07:09:25Z'}}"
            .formatted(user));
    assertThat(portal.fleet().read(new DeviceId(41)).orElseThrow().owner()).isNull();
  }

  @Test
  void readsNoOtherDeviceThanTheOneAskedFor() {
    portal.on("GET", "devices/41/", "{'id':42,'device':{'serial_number':'other'}}");
    portal.on("GET", "devices/41/actions/", EMPTY_LIST);
    var fleet = portal.fleet();
    var device = new DeviceId(41);
    var since = Instant.parse("2026-11-24T08:00:00Z");
    for (Runnable look :
        List.<Runnable>of(
            () -> fleet.read(device),
            () -> fleet.policiesOn(device),
            () -> fleet.lockSeen(device, since),
            () -> fleet.isolationSeen(device, since),
            () -> fleet.wipeSeen(device, WipeKind.COMPLETE, since),
            () -> fleet.wipeSeen(device, WipeKind.CORPORATE, since))) {
      assertThatThrownBy(look::run)
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("device 41")
          .hasMessageContaining("about 42");
    }
  }

  @Test
  void believesNoAnswerAboutAnotherUserGroupOrHistory() {
    portal
        .on("GET", "users/12/", "{'id':13,'usergroups':[]}")
        .on("GET", "usergroups/6/", "{'id':7,'users':[]}")
        .on(
            "GET",
            "devices/41/actions/",
            history(
                "{'device_id':42,'action':'Lock Device','status':'success','initiated_time':'2026-11-24T08:00:05Z'}"));
    var fleet = portal.fleet();
    for (Runnable look :
        List.<Runnable>of(
            () -> fleet.groupsOf(new FleetUserId("12")),
            () -> fleet.mirror().hasUser(new FleetUserId("12")),
            () -> fleet.mirror().members(new FleetGroupId("6")),
            () -> fleet.lockSeen(new DeviceId(41), Instant.parse("2026-11-24T08:00:00Z")))) {
      assertThatThrownBy(look::run).isInstanceOf(Unavailable.class);
    }
  }

  @Test
  void takesADeviceWithoutHistoryForUnknownAndNotForForgotten() {
    managed().on("GET", "devices/41/actions/", Canned.json(404, "{'detail':'not found'}"));
    var fleet = portal.fleet();
    var since = Instant.parse("2026-11-24T08:00:00Z");
    assertThatThrownBy(() -> fleet.wipeSeen(new DeviceId(41), WipeKind.COMPLETE, since))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("no history");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          Lock Device:success                                         | DONE
          Lock Device:failed                                          | FAILED
          Lock Device:pending                                         | PENDING
          Unlock Device:success                                       | NOT_FOUND
          Lock Device:success,Lock Device:failed                      | FAILED
          Lock Device:failed,Lock Device:success                      | DONE
          Lock Device:success,Lock Device:pending                     | PENDING
          Lock Device:success,Unlock Device:success                   | FAILED
          Lock Device:success,Clear Passcode:success                  | FAILED
          Lock Device:success,Unlock Device:pending                   | DONE
          Unlock Device:success,Lock Device:success                   | DONE
          """)
  void readsWhatBecameOfALock(String oldestFirst, Progress progress) {
    var entries = oldestFirst.split(",", -1);
    var newestFirst =
        IntStream.range(0, entries.length)
            .mapToObj(
                back -> {
                  var at = entries.length - 1 - back;
                  var said = entries[at].split(":", -1);
                  return "{'action':'%s','status':'%s','initiated_time':'2026-11-24T08:00:0%dZ','message':'No  password\\n set'}"
                      .formatted(said[0], said[1], at);
                })
            .toArray(String[]::new);
    managed().on("GET", "devices/41/actions/", history(newestFirst));
    var seen = portal.fleet().lockSeen(new DeviceId(41), Instant.parse("2026-11-24T08:00:00Z"));
    assertThat(seen.progress()).as(seen.words()).isEqualTo(progress);
    if (oldestFirst.endsWith("Lock Device:failed")) {
      assertThat(seen.words()).endsWith("No password set");
    }
  }

  @Test
  void cutsShortWhatHexnodeSaysOfAFailure() {
    for (var length : new int[] {160, 161}) {
      managed()
          .on(
              "GET",
              "devices/41/actions/",
              history(
                  "{'action':'Lock Device','status':'failed','initiated_time':'2026-11-24T08:00:05Z','message':'%s'}"
                      .formatted("x".repeat(length))));
      assertThat(
              portal
                  .fleet()
                  .lockSeen(new DeviceId(41), Instant.parse("2026-11-24T08:00:00Z"))
                  .words())
          .endsWith(length == 160 ? "x".repeat(160) : "x".repeat(160) + "…");
    }
  }

  @ParameterizedTest
  @CsvSource({"PT-1M,DONE", "PT-1M-0.001S,NOT_FOUND"})
  void countsWhatHexnodesClockPutsALittleBefore(Duration before, Progress progress) {
    var since = Instant.parse("2026-11-24T08:00:00Z");
    managed()
        .on(
            "GET",
            "devices/41/actions/",
            history(
                "{'action':'Lock Device','status':'success','initiated_time':'%s'}"
                    .formatted(since.plus(before))));
    assertThat(portal.fleet().lockSeen(new DeviceId(41), since).progress()).isEqualTo(progress);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'shared':true                                | YES     | UNKNOWN
          'shared':false                               | NO      | UNKNOWN
          'shared_device':'Yes'                        | YES     | UNKNOWN
          'kiosk_mode':'single_app'                    | YES     | UNKNOWN
          'kiosk_mode':false                           | UNKNOWN | UNKNOWN
          'shared':false,'kiosk_mode':false            | NO      | UNKNOWN
          'shared':false,'is_kiosk':true               | YES     | UNKNOWN
          'shared':false,'kiosk_mode':'perhaps'        | UNKNOWN | UNKNOWN
          'shared':false,'is_shared':'perhaps'         | UNKNOWN | UNKNOWN
          'ownership':'Shared'                         | YES     | UNKNOWN
          'shared':null                                | UNKNOWN | UNKNOWN
          'filevault_recovery_key_escrowed':true       | UNKNOWN | YES
          'filevault_recovery_key_escrowed':false      | UNKNOWN | NO
          'bitlocker_recovery_key_escrowed':true       | UNKNOWN | UNKNOWN
          'recovery_key_escrowed':true                 | UNKNOWN | YES
          'security':{'recovery_key_escrowed':true}    | UNKNOWN | YES
          'filevault_recovery_key_escrowed':true,'recovery_key_escrowed':false | UNKNOWN | UNKNOWN
          'filevault_recovery_key_escrowed':'AB-CD'    | UNKNOWN | UNKNOWN
          'filevault_recovery_key':'AB-CD'             | UNKNOWN | UNKNOWN
          """)
  void knowsSharingAndRecoveryKeyOnlyWhereItIsSaidPlainly(String said, Known shared, Known key) {
    portal
        .on("GET", "devices/41/", "{'id':41,'device':{'platform':'macos',%s}}".formatted(said))
        .on("GET", "devices/", list(device(41, 12, "'compliant':true")));
    var device = portal.fleet().read(new DeviceId(41)).orElseThrow();
    assertThat(device.shared()).isEqualTo(shared);
    assertThat(device.recoveryKey()).isEqualTo(key);
    assertThat(device.facts().shared()).isEqualTo(shared);
    assertThat(device.facts().recoveryKey()).isEqualTo(key);
    assertThat(device.facts().lastSeen()).isEqualTo(Instant.parse("2022-04-04T12:04:09.609Z"));
  }

  @Test
  void looksThroughTheGroupsWhereAUsersPageDoesNotShowThem() {
    portal
        .on("GET", "users/12/", "{'id':12,'name':'Ada'}")
        .on(
            "GET",
            "usergroups/",
            "{'next':null,'results':[{'id':1,'groupname':'Sales','users_count':2},{'id':2,'groupname':'Empty','users_count':0},{'id':3,'groupname':'Ghost','users_count':1},{'id':4,'groupname':'Others','users_count':1}]}")
        .on("GET", "usergroups/1/", "{'id':1,'users':[{'id':3},{'id':12}],'policy':[]}")
        .on("GET", "usergroups/3/", Canned.json(404, "{'detail':'usergroup not found'}"))
        .on("GET", "usergroups/4/", "{'id':4,'users':[{'id':3}],'policy':[]}");
    assertThat(portal.fleet().groupsOf(new FleetUserId("12"))).containsExactly("Sales");
    assertThat(portal.asked()).doesNotContain("GET /api/v1/usergroups/2/");
  }

  @Test
  void readsPoliciesFromTheirListWhereTheDevicesPageDoesNotShowThem() {
    portal
        .on("GET", "devices/41/", "{'id':41,'device':{}}")
        .on("GET", "devices/41/policies/", "{'next':null,'results':[{'id':3,'name':'Kiosk'}]}");
    assertThat(portal.fleet().policiesOn(new DeviceId(41))).containsExactly("Kiosk");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          Wipe Device     | success      | DONE
          wipe_device     | SUCCESS      | DONE
          WIPE            | Completed    | DONE
          Wipe Device     | In Progress  | PENDING
          Wipe Device     | in_progress  | PENDING
          Wipe Device     | acknowledged | PENDING
          Wipe Device     | Failed       | FAILED
          Wipe Device     | cancelled    | FAILED
          Swipe Gesture   | success      | NOT_FOUND
          Scan Device     | success      | NOT_FOUND
          Disenroll Device| success      | NOT_FOUND
          """)
  void readsWhatBecameOfAWipe(String action, String status, Progress progress) {
    managed()
        .on(
            "GET",
            "devices/41/actions/",
            history(
                "{'id':1,'action':'%s','status':'%s','initiated_time':'2026-11-24T08:00:05Z'}"
                    .formatted(action, status)));
    assertThat(wipeProgress()).isEqualTo(progress);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          failed  | 2026-11-24T07:59:59.999Z | NOT_FOUND
          failed  | 2026-11-24T08:00:00.000Z | FAILED
          failed  | 2026-11-24T08:00:00.001Z | FAILED
          success | 2026-11-24T07:59:59.999Z | DONE
          pending | 2026-11-24T07:59:59.999Z | PENDING
          """)
  void judgesAFailureOnlyByWhatWasAskedSince(String status, String at, Progress progress) {
    for (var action : List.of("Wipe Device", "Lock Device")) {
      managed()
          .on(
              "GET",
              "devices/41/actions/",
              history(
                  "{'id':1,'action':'%s','status':'%s','initiated_time':'%s'}"
                      .formatted(action, status, at)));
      // kept with more digits than Hexnode shows
      var since = Instant.parse("2026-11-24T08:00:00.000900Z");
      var seen =
          action.startsWith("Wipe")
              ? portal.fleet().wipeSeen(new DeviceId(41), WipeKind.COMPLETE, since)
              : portal.fleet().lockSeen(new DeviceId(41), since);
      assertThat(seen.progress()).as(action).isEqualTo(progress);
    }
  }

  @Test
  void takesAnOrderThatIsOutForPendingThoughAnEarlierOneFailed() {
    managed()
        .on(
            "GET",
            "devices/41/actions/",
            history(
                "{'id':2,'action':'Wipe Device','status':'failed','initiated_time':'2026-11-24T07:59:59Z'}",
                "{'id':1,'action':'Wipe Device','status':'pending','initiated_time':'2026-11-24T07:59:58Z'}"));
    assertThat(wipeProgress()).isEqualTo(Progress.PENDING);
  }

  @Test
  void countsNoWipeFromBefore() {
    managed()
        .on(
            "GET",
            "devices/41/actions/",
            history(
                "{'id':1,'action':'Wipe Device','status':'success','initiated_time':'2026-11-23T08:00:00Z'}",
                "{'id':2,'action':'Wipe Device','status':'success','initiated_time':null}"));
    assertThat(wipeProgress()).isEqualTo(Progress.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({"success,DONE", "failed,FAILED", "pending,PENDING", "in_progress,PENDING"})
  void takesAnEnrolmentAfterTheOrderForNoEndOfIt(String status, Progress progress) {
    enrolledAnew(
        "{'id':1,'action':'Wipe Device','status':'%s','initiated_time':'2026-11-24T08:00:05Z'}"
            .formatted(status));
    assertThat(wipeProgress()).isEqualTo(progress);
    if (progress != Progress.DONE) {
      assertThat(wipeWords()).contains("enrolled anew at 2026-11-24T09:00:00Z", "proves nothing");
    }
  }

  @ParameterizedTest
  @CsvSource({"08:00:00,false", "08:00:01,true"})
  void tellsOfAnEnrolmentAfterTheOrderAlone(String at, boolean told) {
    portal
        .on("GET", "devices/41/", detail("2026-11-24T%sZ".formatted(at)))
        .on("GET", "devices/41/actions/", EMPTY_LIST);
    assertThat(wipeProgress()).isEqualTo(Progress.NOT_FOUND);
    assertThat(wipeWords().contains("enrolled anew")).isEqualTo(told);
  }

  private void enrolledAnew(String entry) {
    portal
        .on("GET", "devices/41/", detail("2026-11-24T09:00:00Z"))
        .on("GET", "devices/41/actions/", history(entry));
  }

  private String wipeWords() {
    return portal
        .fleet()
        .wipeSeen(new DeviceId(41), WipeKind.COMPLETE, Instant.parse("2026-11-24T08:00:00Z"))
        .words();
  }

  @Test
  void takesADeviceThatIsGoneForDisenrolledButNotForWiped() {
    portal
        .on("GET", "devices/41/", Canned.json(404, "{'detail':'device not found'}"))
        .on("GET", "devices/41/actions/", Canned.json(404, "{'detail':'device not found'}"));
    assertThat(wipeProgress()).isEqualTo(Progress.FAILED);
    assertThat(
            portal
                .fleet()
                .wipeProgress(
                    new DeviceId(41), WipeKind.CORPORATE, Instant.parse("2026-11-24T08:00:00Z")))
        .isEqualTo(Progress.DONE);
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETE,'',2022-04-04T07:09:25Z",
    "CORPORATE,'',2022-04-04T07:09:25Z",
    "COMPLETE,C02X,",
    "CORPORATE,C02X,"
  })
  void wipesNoDeviceThatDoesNotShowSerialNumberAndEnrolment(
      WipeKind kind, String serial, String enrolledAt) {
    var whole =
        new DeviceFacts(
            new DeviceId(41),
            "C02X",
            "12",
            kind == WipeKind.COMPLETE ? Ownership.CORPORATE : Ownership.PERSONAL,
            Instant.parse("2022-04-04T07:09:25Z"),
            true,
            null,
            Known.UNKNOWN,
            Known.UNKNOWN);
    var warrant = ground.warrant(caseId, ada.id(), whole, kind);
    portal.on(
        "GET",
        "devices/41/",
        "{'id':41,'user':{'id':12,'name':'Ada'},'device':{'ownership':'%s','serial_number':'%s','enrollment_status':'enrolled','enrolled_time':'%s'}}"
            .formatted(whole.ownership(), serial, enrolledAt));
    assertThatThrownBy(() -> Ground.inCase(caseId, ada.id(), () -> portal.fleet().wipe(warrant)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("serial number and enrolment");
    assertThat(portal.asked()).noneMatch(call -> call.startsWith("POST"));
  }

  @Test
  void seesAccessByNameOrByIdentifier() {
    for (var app :
        List.of("'name':'hexnode access'", "'name':null,'identifier':'Hexnode Access'")) {
      portal.on("GET", "devices/41/applications/", "{'next':null,'results':[{%s}]}".formatted(app));
      assertThat(portal.fleet().accessSeenOn(new DeviceId(41))).isTrue();
    }
    portal.on(
        "GET",
        "devices/41/applications/",
        "{'next':null,'results':[{'name':'Hexnode Access Helper','identifier':'com.x'}]}");
    assertThat(portal.fleet().accessSeenOn(new DeviceId(41))).isFalse();
  }

  @Test
  void choosesOnlyAPolicyThatIsNotArchivedAndAlone() {
    portal
        .on("GET", "devices/41/", "{'id':41,'policies':[]}")
        .on("POST", "actions/associate_policy/", "{}");
    portal.on("GET", "policy/", policies("{'id':1,'name':'Kiosk','archived':true}"));
    assertThatThrownBy(this::tieKiosk).isInstanceOf(Refused.class);
    portal.on("GET", "policy/", policies("{'id':1,'name':'Kiosk'}", "{'id':2,'name':'Kiosk'}"));
    assertThatThrownBy(this::tieKiosk).isInstanceOf(Refused.class);
    portal.on(
        "GET",
        "policy/",
        policies("{'id':1,'name':'Kiosk','archived':true}", "{'id':2,'name':'Kiosk'}"));
    tieKiosk();
    assertThat(portal.asked()).contains("POST /api/v1/actions/associate_policy/");
  }

  @Test
  void readsListsOfManyPages() {
    var pages = 5;
    IntStream.rangeClosed(1, pages)
        .forEach(
            page ->
                portal.on(
                    "GET",
                    "devices/?page=%d&per_page=250".formatted(page),
                    "{'next':%s,'results':[%s]}"
                        .formatted(
                            page == pages ? "null" : "'more'",
                            IntStream.range(0, 250)
                                .mapToObj(n -> device(page * 1000 + n, 12, "'imei':null"))
                                .collect(Collectors.joining(",")))));
    assertThat(portal.fleet().devicesOf(new FleetUserId("12"))).hasSize(pages * 250);
  }

  private void tieKiosk() {
    Ground.inCase(
        caseId, ada.id(), () -> run(() -> portal.fleet().ensurePolicyOnDevices("Kiosk", LAPTOP)));
  }

  private Progress wipeProgress() {
    return portal
        .fleet()
        .wipeProgress(new DeviceId(41), WipeKind.COMPLETE, Instant.parse("2026-11-24T08:00:00Z"));
  }

  private CannedPortal managed() {
    return portal.on("GET", "devices/41/", detail("2022-04-04T07:09:25Z"));
  }

  private static String detail(String enrolledAt) {
    return "{'id':41,'user':{'id':12,'name':'Ada'},'device':{'serial_number':'C02X','enrollment_status':'enrolled','enrolled_time':'%s'}}"
        .formatted(enrolledAt);
  }

  private static String history(String... entries) {
    return "{'next':null,'results':[%s]}".formatted(String.join(",", entries));
  }

  private static String policies(String... policies) {
    return history(policies);
  }

  private static String list(String... devices) {
    return history(devices);
  }

  /** As it was recorded in 2022; a fact given again takes the place of the recorded one. */
  private static String device(long id, long owner, String fact) {
    var recorded =
        "{'id':%d,'device_name':'OnePlusONEPLUS A5000','model_name':'ONEPLUS A5000','os_name':'Android','os_version':'7.1.1','enrolled_time':'2022-04-04T07:09:25.362338Z','last_reported':'2022-04-04T12:04:09.609Z','compliant':true,'serial_number':'eg2a22c1ege2','udid':'df2022b1dfd29399','enrollment_status':'enrolled','user':{'id':%d,'name':'Ada'},%s}";
    return recorded.formatted(id, owner, fact);
  }

  private void lock() {
    Ground.inCase(caseId, ada.id(), () -> run(() -> lockIn(portal)));
  }

  private static void lockIn(CannedPortal portal) {
    portal.fleet().ensureLocked(LAPTOP);
  }

  private static boolean run(Runnable work) {
    work.run();
    return true;
  }
}
