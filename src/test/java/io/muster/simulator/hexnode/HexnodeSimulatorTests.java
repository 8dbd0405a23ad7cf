package io.muster.simulator.hexnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.hexnode.HexnodeOptions.BodyForm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HexnodeSimulatorTests {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SimulatedClock clock = SimulatedClock.standingAt(NOON);
  private final HttpClient http = HttpClient.newHttpClient();
  private HexnodeSimulator hexnode = start(new HexnodeOptions().unlimited());

  @AfterEach
  void close() {
    hexnode.close();
  }

  // the door

  @Test
  void answers404WithoutATrailingSlashEvenToStrangers() throws Exception {
    assertThat(get("users").statusCode()).isEqualTo(404);
    assertThat(get("users/").statusCode()).isEqualTo(200);
  }

  @Test
  void takesTheBareKeyOnly() throws Exception {
    for (var wrong : new String[] {"Bearer " + hexnode.apiKey(), hexnode.apiKey() + "x", ""}) {
      var request = HttpRequest.newBuilder(hexnode.api().resolve("users/"));
      if (!wrong.isEmpty()) {
        request.header("Authorization", wrong);
      }
      var answer = http.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(wrong).isEqualTo(401);
    }
  }

  @Test
  void answers403WhenTheApiIsSwitchedOff() throws Exception {
    restart(new HexnodeOptions().apiDisabled());

    assertThat(get("users/").statusCode()).isEqualTo(403);
  }

  @Test
  void answers404ToAnActionItDoesNotKnowAnd405ToAWrongVerb() throws Exception {
    int device = hexnode.addDevice(NewDevice.of(Machine.MAC, "C02A"));

    assertThat(act("wipe_devices", device).statusCode()).isEqualTo(404);
    assertThat(send("PUT", "policy/", "{}").statusCode()).isEqualTo(405);
  }

  // limits

  @Test
  void throttlesTheThirtyFirstCallOfAMinute() throws Exception {
    restart(new HexnodeOptions().limits(30, 10, 1000));
    for (int i = 0; i < 30; i++) {
      assertThat(get("users/").statusCode()).isEqualTo(200);
    }

    var refused = get("users/");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(json(refused).path("detail").asText())
        .isEqualTo("Request was throttled. Expected available in 60 seconds.");
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
    clock.advance(Duration.ofSeconds(60));
    assertThat(get("users/").statusCode()).isEqualTo(200);
  }

  @Test
  void givesTenCallsADayForEachDevice() throws Exception {
    restart(new HexnodeOptions().limits(1000, 10, 0));
    hexnode.addDevice(NewDevice.of(Machine.MAC, "C02A"));
    for (int i = 0; i < 10; i++) {
      assertThat(get("users/").statusCode()).isEqualTo(200);
      clock.advance(Duration.ofMinutes(5));
    }

    assertThat(get("users/").statusCode()).isEqualTo(429);

    hexnode.addDevice(NewDevice.of(Machine.IPHONE, "F17A"));
    assertThat(get("users/").statusCode()).isEqualTo(200);
  }

  // users and groups

  @Test
  void pagesByNameWithAbsoluteLinks() throws Exception {
    for (int i = 0; i < 5; i++) {
      hexnode.addUser("Person " + (char) ('e' - i), "p" + i + "@example.com");
    }
    var names = new ArrayList<String>();
    var next = hexnode.api() + "users/?per_page=2&order_by=asc";
    while (next != null) {
      var page = json(get(next));
      assertThat(page.path("count").asInt()).isEqualTo(6);
      page.path("results").forEach(user -> names.add(user.path("name").asText()));
      next = page.path("next").textValue();
    }

    assertThat(names)
        .containsExactly(
            "Default User", "Person a", "Person b", "Person c", "Person d", "Person e");
    assertThat(get("users/?per_page=2&page=4").statusCode()).isEqualTo(404);
  }

  @Test
  void takesAnObjectOrAnArrayOfOne() throws Exception {
    var object = "{\"name\":\"Ana Ruiz\",\"email\":\"ana@example.com\"}";
    assertThat(send("POST", "users/", object).statusCode()).isEqualTo(201);
    var second = "[{\"name\":\"Leo Katz\",\"email\":\"leo@example.com\"}]";
    assertThat(send("POST", "users/", second).statusCode()).isEqualTo(201);
    assertThat(send("POST", "users/", "[" + object + "," + object + "]").statusCode())
        .isEqualTo(400);

    restart(new HexnodeOptions().takes(BodyForm.ARRAY_ONLY));
    assertThat(send("POST", "users/", object).statusCode()).isEqualTo(400);
    assertThat(send("POST", "users/", second).statusCode()).isEqualTo(201);
  }

  @Test
  void refusesASecondLocalUserWithTheSameAddress() throws Exception {
    hexnode.addDirectoryUser("Ana Ruiz", "ana@example.com", "example.com");
    var body = "{\"name\":\"Ana\",\"email\":\"ANA@example.com\"}";
    assertThat(send("POST", "users/", body).statusCode()).isEqualTo(201);

    var again = send("POST", "users/", body);

    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(json(again).has("email")).isTrue();
    assertThat(hexnode.usersWith("ana@example.com")).hasSize(2);
  }

  @Test
  void addsWhoeverIsBothAddedAndRemoved() throws Exception {
    int ana = hexnode.addUser("Ana Ruiz", "ana@example.com");
    int leo = hexnode.addUser("Leo Katz", "leo@example.com");
    var made =
        send(
            "POST",
            "usergroups/",
            "{\"groupname\":\"Sales\",\"description\":\"\",\"users\":[" + leo + "]}");
    int group = json(made).path("id").asInt();

    var answer =
        send(
            "POST",
            "usergroups/" + group + "/",
            "{\"add_users\":[%1$d],\"remove_users\":[%1$d,%2$d]}".formatted(ana, leo));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(hexnode.groupsOf(ana)).containsExactly("Sales");
    assertThat(hexnode.groupsOf(leo)).isEmpty();
    assertThat(
            send("POST", "usergroups/" + group + "/", "{\"add_users\":[" + leo + "]}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void disenrolsTheDevicesOfADeletedUser() throws Exception {
    int ana = hexnode.addUser("Ana Ruiz", "ana@example.com");
    int mac = hexnode.enrol(ana, NewDevice.of(Machine.MAC, "C02A"));

    assertThat(send("DELETE", "users/" + ana + "/", null).statusCode()).isEqualTo(204);

    assertThat(hexnode.device(mac).listed()).isTrue();
    clock.advance(SOON);
    assertThat(get("devices/" + mac + "/").statusCode()).isEqualTo(404);
    assertThat(hexnode.device(mac).wipes()).isZero();
  }

  @Test
  void deletesNeitherTheDefaultUserNorOneFromADirectory() throws Exception {
    int ana = hexnode.addDirectoryUser("Ana Ruiz", "ana@example.com", "example.com");

    assertThat(send("DELETE", "users/1/", null).statusCode()).isEqualTo(400);
    assertThat(send("DELETE", "users/" + ana + "/", null).statusCode()).isEqualTo(400);
  }

  @Test
  void leavesTheDevicesOfAUserWhoLeftTheDirectoryEnrolledAndNobodys() throws Exception {
    int ana = hexnode.addDirectoryUser("Ana Ruiz", "ana@example.com", "example.com");
    int mac = hexnode.enrol(ana, NewDevice.of(Machine.MAC, "C02A"));
    int wifi = hexnode.addPolicy("Office Wi-Fi");
    act("associate_policy", "\"users\":[" + ana + "],\"policies\":[" + wifi + "]");
    assertThat(hexnode.device(mac).policies()).containsExactly("Office Wi-Fi");

    hexnode.dropFromDirectory(ana);

    var shown = json(get("devices/" + mac + "/"));
    assertThat(shown.path("user").isNull()).isTrue();
    assertThat(shown.path("device").path("enrollment_status").asText()).isEqualTo("enrolled");
    assertThat(hexnode.device(mac).policies()).isEmpty();
  }

  @Test
  void sendsAnEnrolmentRequestEachTimeItIsAsked() throws Exception {
    int ana = hexnode.addUser("Ana Ruiz", "ana@example.com");
    var path = "users/" + ana + "/send_request/";
    assertThat(send("POST", path, "{\"ownership\":\"corporate\"}").statusCode()).isEqualTo(200);
    assertThat(send("POST", path, "{\"ownership\":\"corporate\"}").statusCode()).isEqualTo(200);
    assertThat(send("POST", path, "{\"ownership\":\"theirs\"}").statusCode()).isEqualTo(400);
    assertThat(hexnode.invitations()).hasSize(2).noneMatch(Invitation::answered);

    hexnode.enrol(ana, NewDevice.of(Machine.MAC, "C02A"));

    assertThat(hexnode.invitations()).hasSize(2).allMatch(Invitation::answered);
    var device = json(get("devices/")).path("results").get(0);
    assertThat(device.path("user").path("id").asInt()).isEqualTo(ana);
    assertThat(device.has("ownership")).as("the list does not say whose it is").isFalse();
    var detail = json(get("devices/" + device.path("id").asInt() + "/"));
    assertThat(detail.path("device").path("ownership").asText()).isEqualTo("corporate");
  }

  // actions

  @Test
  void answersAnActionWith200AndNothingElse() throws Exception {
    int mac = hexnode.addDevice(NewDevice.of(Machine.MAC, "C02A"));

    var answer = act("lock_devices", mac);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(status(mac)).isEqualTo("Lock Device: pending");
    assertThat(hexnode.device(mac).locked()).isFalse();
    clock.advance(SOON);
    assertThat(status(mac)).isEqualTo("Lock Device: success");
    assertThat(hexnode.device(mac).locked()).isTrue();
  }

  @Test
  void keepsAnActionPendingUntilTheDeviceIsOnline() throws Exception {
    int mac = hexnode.addDevice(NewDevice.of(Machine.MAC, "C02A").offline());
    act("wipe_device", mac);
    clock.advance(Duration.ofDays(20));
    assertThat(status(mac)).isEqualTo("Wipe Device: pending");
    assertThat(json(get("devices/" + mac + "/")).path("device").path("last_reported").asText())
        .isEqualTo("2026-11-24T12:00:00.000Z");

    hexnode.setOnline(mac, true);
    assertThat(hexnode.device(mac).wipes()).isZero();
    clock.advance(SOON);

    assertThat(hexnode.device(mac).wipes()).isEqualTo(1);
    assertThat(status(mac)).isEqualTo("Wipe Device: success");
  }

  @Test
  void keepsTheRecordOfAWipedMacAsItWas() throws Exception {
    int mac = hexnode.addDevice(NewDevice.of(Machine.MAC, "C02A"));
    act("wipe_device", mac);
    clock.advance(SOON);
    act("lock_devices", mac);
    clock.advance(Duration.ofDays(3));

    var shown = json(get("devices/" + mac + "/")).path("device");

    assertThat(shown.path("enrollment_status").asText()).isEqualTo("enrolled");
    assertThat(shown.path("last_reported").asText()).isEqualTo("2026-11-24T12:00:05.000Z");
    assertThat(shown.path("enrolled_time").asText()).isEqualTo("2026-11-24T12:00:00.000000Z");
    assertThat(status(mac)).isEqualTo("Lock Device: pending");
  }

  @Test
  void letsACompanyPhoneComeBackByItselfAfterAWipe() throws Exception {
    int phone = hexnode.addDevice(NewDevice.of(Machine.ZERO_TOUCH_ANDROID, "R5A"));
    act("wipe_device", phone);
    clock.advance(Duration.ofHours(1));

    assertThat(json(get("devices/" + phone + "/")).path("device").path("enrolled_time").asText())
        .isEqualTo("2026-11-24T12:10:05.000000Z");
    assertThat(hexnode.device(phone).wipes()).isEqualTo(1);
  }

  @Test
  void canLetItComeBackUnderANewNumber() throws Exception {
    restart(new HexnodeOptions().unlimited().returningUnderNewId());
    int phone = hexnode.addDevice(NewDevice.of(Machine.COMPANY_IPHONE, "F17A"));
    act("wipe_device", phone);
    clock.advance(Duration.ofHours(1));

    assertThat(json(get("devices/")).path("count").asInt()).isEqualTo(2);
    assertThat(hexnode.devices()).extracting(DeviceState::serial).containsOnly("F17A");
  }

  @Test
  void reachesEveryDeviceBehindAUserGroup() throws Exception {
    int group = hexnode.addUserGroup("Sales");
    var devices = new ArrayList<Integer>();
    for (var name : List.of("ana", "leo")) {
      int user = hexnode.addUser(name, name + "@example.com");
      hexnode.addMember(group, user);
      devices.add(hexnode.enrol(user, NewDevice.of(Machine.MAC, "mac-" + name)));
      devices.add(hexnode.enrol(user, NewDevice.of(Machine.IPHONE, "phone-" + name).personal()));
    }
    int other = hexnode.addDevice(NewDevice.of(Machine.MAC, "mac-other"));

    act("wipe_device", "\"usergroups\":[" + group + "]");
    clock.advance(SOON);

    assertThat(devices).allSatisfy(id -> assertThat(hexnode.device(id).wipes()).isEqualTo(1));
    assertThat(hexnode.device(other).wipes()).isZero();
  }

  @Test
  void ignoresADeviceThatDoesNotExistUnlessToldOtherwise() throws Exception {
    assertThat(act("wipe_device", 4711).statusCode()).isEqualTo(200);
    assertThat(act("wipe_device", "\"devices\":[]").statusCode()).isEqualTo(400);

    restart(new HexnodeOptions().refusingUnknownDevices());
    assertThat(act("wipe_device", 4711).statusCode()).isEqualTo(400);
  }

  @Test
  void refusesFieldsItDoesNotKnow() throws Exception {
    int mac = hexnode.addDevice(NewDevice.of(Machine.MAC, "C02A"));

    var answer = act("wipe_device", "\"devices\":[" + mac + "],\"keep_esim\":true");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(hexnode.device(mac).actions()).isEmpty();
  }

  @Test
  void locksAnIntelMacOnlyWithAPinAndWindowsOnlyWithAPassword() throws Exception {
    int intel = hexnode.addDevice(NewDevice.of(Machine.INTEL_MAC, "C02I"));
    int windows = hexnode.addDevice(NewDevice.of(Machine.WINDOWS_WITHOUT_PASSWORD, "5CG1"));
    act("lock_devices", "\"devices\":[" + intel + "," + windows + "]");
    clock.advance(SOON);
    assertThat(status(intel)).isEqualTo("Lock Device: failed");
    assertThat(status(windows)).isEqualTo("Lock Device: failed");

    act("lock_devices", "\"devices\":[" + intel + "],\"system_lock_pin\":\"482913\"");
    clock.advance(SOON);

    assertThat(hexnode.device(intel).locked()).isTrue();
  }

  @Test
  void takesADisenrolledDeviceOffTheListOnceItWasOnline() throws Exception {
    int phone = hexnode.addDevice(NewDevice.of(Machine.ANDROID_WORK_PROFILE, "R5B").offline());
    assertThat(act("mark_as_disenrolled", phone).statusCode()).isEqualTo(400);
    act("disenroll", phone);
    clock.advance(SOON);
    assertThat(get("devices/" + phone + "/").statusCode()).isEqualTo(200);

    hexnode.setOnline(phone, true);
    clock.advance(SOON);

    assertThat(get("devices/" + phone + "/").statusCode()).isEqualTo(404);
    assertThat(get("devices/" + phone + "/action_status/").statusCode()).isEqualTo(404);
    assertThat(json(get("devices/")).path("count").asInt()).isZero();
    assertThat(hexnode.device(phone).actions()).containsExactly("Disenroll Device: success");
  }

  @Test
  void canBeToldThatTheNextActionFails() throws Exception {
    int mac = hexnode.addDevice(NewDevice.of(Machine.MAC, "C02A"));
    hexnode.failNext(mac, "Wipe Device", "APNs token expired.");
    act("wipe_device", mac);
    clock.advance(SOON);

    assertThat(status(mac)).isEqualTo("Wipe Device: failed");
    assertThat(hexnode.device(mac).wipes()).isZero();
  }

  @Test
  void canLeaveTheConfirmedNamesOpen() throws Exception {
    restart(new HexnodeOptions().renaming("enable_lostmode", "enable_lost_mode"));
    int phone = hexnode.addDevice(NewDevice.of(Machine.COMPANY_IPHONE, "F17A"));

    assertThat(act("enable_lostmode", phone).statusCode()).isEqualTo(404);
    assertThat(act("enable_lost_mode", phone).statusCode()).isEqualTo(200);
    clock.advance(SOON);
    assertThat(hexnode.device(phone).lost()).isTrue();
  }

  @Test
  void carriesOutAnActionWhoseAnswerWasLost() {
    int mac = hexnode.addDevice(NewDevice.of(Machine.MAC, "C02A"));
    hexnode.faults().next(1, "POST", "/actions/wipe_device/").loseAnswer();

    assertThatThrownBy(() -> act("wipe_device", mac)).isInstanceOf(IOException.class);
    clock.advance(SOON);

    assertThat(hexnode.device(mac).wipes()).isEqualTo(1);
  }

  // policies

  @Test
  void letsAPolicyOfAGroupFollowItsMembers() throws Exception {
    int group = hexnode.addUserGroup("Sales");
    int ana = hexnode.addUser("Ana Ruiz", "ana@example.com");
    int mac = hexnode.enrol(ana, NewDevice.of(Machine.MAC, "C02A"));
    int policy = hexnode.addPolicy("Sales baseline");
    act("associate_policy", "\"usergroups\":[" + group + "],\"policies\":[" + policy + "]");
    assertThat(hexnode.policiesOnGroup("Sales")).containsExactly("Sales baseline");
    assertThat(hexnode.device(mac).policies()).isEmpty();

    hexnode.addMember(group, ana);

    var shown = json(get("devices/" + mac + "/policies/")).path("results");
    assertThat(shown).hasSize(1);
    assertThat(shown.get(0).path("name").asText()).isEqualTo("Sales baseline");

    act("remove_policy", "\"usergroups\":[" + group + "],\"policies\":[" + policy + "]");
    assertThat(hexnode.device(mac).policies()).isEmpty();
  }

  @Test
  void showsHexnodeAccessSomeTimeAfterItsPolicyOnComputersThatAreOnline() throws Exception {
    int access = hexnode.addAccessPolicy("Hexnode Access");
    int mac = hexnode.addDevice(NewDevice.of(Machine.MAC, "C02A"));
    int away = hexnode.addDevice(NewDevice.of(Machine.WINDOWS, "5CG2").offline());
    int phone = hexnode.addDevice(NewDevice.of(Machine.IPHONE, "F17A"));
    act(
        "associate_policy",
        "\"devices\":[%d,%d,%d],\"policies\":[%d]".formatted(mac, away, phone, access));
    assertThat(applications(mac)).containsExactly("Hexnode Agent");

    clock.advance(Duration.ofSeconds(30));

    assertThat(applications(mac)).containsExactly("Hexnode Agent", "Hexnode Access");
    assertThat(applications(away)).containsExactly("Hexnode Agent");
    assertThat(applications(phone)).isEmpty();

    hexnode.setOnline(away, true);
    clock.advance(Duration.ofSeconds(30));
    assertThat(applications(away)).contains("Hexnode Access");

    act("remove_policy", "\"devices\":[" + mac + "],\"policies\":[" + access + "]");
    assertThat(applications(mac)).containsExactly("Hexnode Agent");
  }

  @Test
  void hasNoPluralOfPolicy() throws Exception {
    hexnode.addPolicy("Baseline");

    assertThat(json(get("policy/")).path("count").asInt()).isEqualTo(1);
    assertThat(get("policies/").statusCode()).isEqualTo(404);
  }

  // from outside the process

  @Test
  void letsAPersonEnrolAndADeviceGoOfflineFromOutside() throws Exception {
    hexnode.close();
    hexnode =
        HexnodeSimulator.start(
            new HexnodeOptions().unlimited(),
            SimulatorSettings.onLoopback().in(clock).withControl());
    int ana = hexnode.addUser("Ana Ruiz", "ana@example.com");
    send("POST", "users/" + ana + "/send_request/", "{\"ownership\":\"corporate\"}");
    assertThat(control("GET", "invitations", "")).contains("ana@example.com");

    var made =
        control("POST", "users/" + ana + "/devices", "{\"machine\":\"MAC\",\"serial\":\"C02A\"}");
    int mac = JSON.readTree(made).path("id").asInt();
    control("POST", "devices/" + mac, "{\"online\":false}");

    assertThat(hexnode.device(mac).owner()).isEqualTo(ana);
    assertThat(hexnode.device(mac).online()).isFalse();
    assertThat(control("GET", "devices", "")).contains("C02A");
    assertThat(control("POST", "devices/7", "{\"online\":false}")).contains("nothing has the id 7");
  }

  private String control(String method, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(hexnode.base().resolve("/_control/" + path))
            .header("X-Control-Token", hexnode.controlToken())
            .method(method, BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  private HexnodeSimulator start(HexnodeOptions options) {
    return HexnodeSimulator.start(options, SimulatorSettings.onLoopback().in(clock));
  }

  private void restart(HexnodeOptions options) {
    hexnode.close();
    hexnode = start(options);
  }

  private HttpResponse<String> act(String action, int device) throws Exception {
    return act(action, "\"devices\":[" + device + "]");
  }

  private HttpResponse<String> act(String action, String fields) throws Exception {
    return send("POST", "actions/" + action + "/", "{" + fields + "}");
  }

  private HttpResponse<String> get(String pathOrUrl) throws Exception {
    return send("GET", pathOrUrl, null);
  }

  private HttpResponse<String> send(String method, String pathOrUrl, @Nullable String body)
      throws Exception {
    URI uri = hexnode.api().resolve(pathOrUrl);
    var request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", hexnode.apiKey())
            .header("Accept", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** The newest action in the device's history. */
  private String status(int device) throws Exception {
    var newest = json(get("devices/" + device + "/action_status/")).path("results").get(0);
    return newest.path("action").asText() + ": " + newest.path("status").asText();
  }

  private List<String> applications(int device) throws Exception {
    var names = new ArrayList<String>();
    json(get("devices/" + device + "/applications/"))
        .path("results")
        .forEach(app -> names.add(app.path("name").asText()));
    return names;
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }
}
