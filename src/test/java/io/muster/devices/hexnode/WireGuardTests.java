package io.muster.devices.hexnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.devices.Ground;
import io.muster.devices.hexnode.HexnodeProperties.Actions;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.safety.DeviceFacts;
import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import io.muster.safety.WipeKind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.client.MockClientHttpRequest;

class WireGuardTests {
  private static final String BASE = "https://acme.hexnodemdm.com/api/v1/";
  private static final String ONE_DEVICE =
      "{'devices':[41],'users':[],'usergroups':[],'devicegroups':[]}";
  private static final Actions NAMES =
      new Actions(
          "lock_devices",
          "associate_policy",
          "remove_policy",
          "scan_device",
          "wipe_device",
          "disenroll");

  private final Ground ground = Ground.shared();
  private final WireGuard guard = guard(NAMES);

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          GET | devices/41/ | ``
          GET | users/?page=2&per_page=250 | ``
          POST | users/ | {'name':'Ada','email':'ada@example.com'}
          POST | users/12/send_request/ | {'ownership':'corporate'}
          POST | usergroups/ | {'groupname':'Sales','description':'','users':[12]}
          POST | usergroups/6/ | {'add_users':[12],'remove_users':[]}
          PUT | usergroups/6/ | {'groupname':'Sales','description':'','users':[12]}
          POST | actions/lock_devices/ | {'devices':[41,42],'users':[],'usergroups':[],'devicegroups':[],'message':'x'}
          POST | actions/scan_device/ | {'devices':[41,42],'users':[],'usergroups':[],'devicegroups':[]}
          POST | actions/associate_policy/ | {'policies':[7],'devices':[],'users':[],'usergroups':[6],'devicegroups':[]}
          POST | actions/associate_policy/ | [{'policies':[7],'devices':[41]}]
          POST | actions/remove_policy/ | {'policies':[7],'devices':[41],'users':[],'usergroups':[],'devicegroups':[]}
          """)
  void letsTheHarmlessPass(String method, String path, String body) {
    assertThatCode(() -> check(method, BASE + path, body)).doesNotThrowAnyException();
  }

  @Test
  void takesNoPolicyOffAWholeGroup() {
    var body = "{'policies':[7],'devices':[],'users':[],'usergroups':[6],'devicegroups':[]}";
    assertThatThrownBy(() -> check("POST", BASE + "actions/remove_policy/", body))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("must not aim at 'usergroups'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wipe_device", "disenroll"})
  void demandsAWarrantForWhatErases(String action) {
    assertThatThrownBy(() -> check("POST", BASE + "actions/" + action + "/", ONE_DEVICE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("without a warrant");
  }

  @Test
  void letsTheOneDeviceOfTheWarrantPass() {
    underWarrantFor41(
        () -> {
          check("POST", BASE + "actions/wipe_device/", ONE_DEVICE);
          check("POST", BASE + "actions/wipe_device/", "[" + ONE_DEVICE + "]");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'devices':[42],'users':[],'usergroups':[],'devicegroups':[]}",
        "{'devices':[41,42],'users':[],'usergroups':[],'devicegroups':[]}",
        "{'devices':[41,41],'users':[],'usergroups':[],'devicegroups':[]}",
        "{'devices':[],'users':[],'usergroups':[],'devicegroups':[]}",
        "{'devices':[],'users':[12],'usergroups':[],'devicegroups':[]}",
        "{'devices':[41],'users':[12],'usergroups':[],'devicegroups':[]}",
        "{'devices':[41],'users':[],'usergroups':[6],'devicegroups':[]}",
        "{'devices':[41],'users':[],'usergroups':[],'devicegroups':[9]}",
        "{'devices':[41],'users':[0],'usergroups':[],'devicegroups':[]}",
        "{'devices':[41],'users':null,'usergroups':[],'devicegroups':[]}",
        "{'devices':['41'],'users':[],'usergroups':[],'devicegroups':[]}",
        "{'devices':'41','users':[],'usergroups':[],'devicegroups':[]}",
        "{'devices':41,'users':[],'usergroups':[],'devicegroups':[]}",
        "{'devices':[41.0],'users':[],'usergroups':[],'devicegroups':[]}",
        "{'devices':[[41]],'users':[],'usergroups':[],'devicegroups':[]}",
        "{'devices':[true],'users':[],'usergroups':[],'devicegroups':[]}",
        "{'devices':[0],'users':[],'usergroups':[],'devicegroups':[]}",
        "{'devices':[-41],'users':[],'usergroups':[],'devicegroups':[]}",
        "{'devices':[99999999999999999999],'users':[],'usergroups':[],'devicegroups':[]}",
        "{'devices':[41],'devices':[42],'users':[],'usergroups':[],'devicegroups':[]}",
        "{'devices':[41],'Users':[12],'users':[],'usergroups':[],'devicegroups':[]}",
        "{'Devices':[41],'users':[],'usergroups':[],'devicegroups':[]}",
        "{'devices':[41],'users':[],'usergroups':[],'devicegroups':[],'wipe_sd_card':true}",
        "{'devices':[41],'users':[],'usergroups':[]}",
        "{'devices':[41]}",
        "[{'devices':[41],'users':[],'usergroups':[],'devicegroups':[]},{'devices':[42]}]",
        "[[{'devices':[41],'users':[],'usergroups':[],'devicegroups':[]}]]",
        "[]",
        "{'devices':[41],'users':[],'usergroups':[],'devicegroups':[]}{'devices':[42]}",
        "'devices=41'",
        "",
      })
  void erasesNothingButTheOneDeviceOfTheWarrant(String body) {
    underWarrantFor41(
        () ->
            assertThatThrownBy(() -> check("POST", BASE + "actions/wipe_device/", body))
                .isInstanceOfAny(Misconfigured.class, IllegalStateException.class)
                .hasMessageNotContaining("'devices':"));
  }

  @Test
  void readsTheBytesAsTheOtherSideWill() {
    var request = request("POST", BASE + "actions/wipe_device/");
    underWarrantFor41(
        () ->
            assertThatThrownBy(
                    () -> guard.check(request, json(ONE_DEVICE).getBytes(StandardCharsets.UTF_16)))
                .isInstanceOf(Misconfigured.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST | actions/Wipe_Device/
          POST | actions/WIPE_DEVICE/
          POST | actions/wipe_device
          POST | actions//wipe_device/
          POST | actions/./wipe_device/
          POST | actions/lock_devices/../wipe_device/
          POST | actions/lock_devices/..%2fwipe_device/
          POST | actions/lock_devices%2F..%2Fwipe_device/
          POST | actions/%77ipe_device/
          POST | actions/%2577ipe_device/
          POST | actions/wipe_device;x/
          POST | actions/wipe_device/?confirm=1
          POST | actions/lock_devices/?action=wipe_device
          POST | actions/lock_devices/#x
          POST | actions/lock_devices/wipe_device/
          POST | actions/wipe/
          POST | actions/wipe_devices/
          POST | actions/disenroll_devices/
          POST | actions/mark_as_disenrolled/
          POST | actions/delete_device/
          POST | actions/clear_passcode/
          POST | actions/clear_app_data/
          POST | actions/power_off/
          POST | actions/execute_script/
          POST | actions/change_owner/
          POST | actions/change_ownership/
          POST | devices/
          POST | devices/41/
          POST | users/12/
          POST | policy/
          PUT | usergroups/6/
          PUT | actions/wipe_device/
          PATCH | devices/41/
          DELETE | users/12/
          DELETE | devices/41/
          DELETE | usergroups/6/
          DELETE | policy/31/
          OPTIONS | users/
          """)
  void stopsEveryOtherCallEvenUnderAWarrant(String method, String path) {
    underWarrantFor41(
        () ->
            assertThatThrownBy(() -> check(method, BASE + path, ONE_DEVICE))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("stopped before it was sent"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://acme.hexnodemdm.com/api/v1/",
        "https://acme.hexnodemdm.com:8443/api/v1/",
        "https://acme.hexnodemdm.com.evil.example/api/v1/",
        "https://acme.hexnodemdm.com@evil.example/api/v1/",
        "https://acme.hexnodemdm.com/api/v2/",
        "https://acme.hexnodemdm.com/",
      })
  void goesNowhereElse(String base) {
    assertThatThrownBy(() -> check("GET", base + "users/", "")).isInstanceOf(Misconfigured.class);
  }

  @Test
  void readsOnlyPlainPaths() {
    assertThatThrownBy(() -> check("GET", BASE + "../../logout/", ""))
        .isInstanceOf(Misconfigured.class);
  }

  @Test
  void stopsAHeaderThatChangesTheMethod() {
    var request = request("GET", BASE + "users/12/");
    request.getHeaders().set("x-http-method-override", "DELETE");
    assertThatThrownBy(() -> guard.check(request, new byte[0])).isInstanceOf(Misconfigured.class);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          actions/lock_devices/ | {'devices':[],'users':[],'usergroups':[],'devicegroups':[],'message':'x'}
          actions/lock_devices/ | {'devices':[41],'users':[12]}
          actions/lock_devices/ | {'devices':[41],'devicegroups':[9]}
          actions/lock_devices/ | {'devices':[0]}
          actions/lock_devices/ | {'devices':['41']}
          actions/lock_devices/ | {'devices':[41],'wipe':true}
          actions/scan_device/ | {'devices':[],'users':[],'usergroups':[],'devicegroups':[]}
          actions/scan_device/ | {'devices':[41],'usergroups':[6]}
          actions/scan_device/ | {'devices':[41],'wipe':true}
          actions/associate_policy/ | {'policies':[7],'users':[12]}
          actions/associate_policy/ | {'policies':[7]}
          users/ | {'name':'Ada','email':'a@example.com','is_admin':true}
          usergroups/6/ | {'add_users':[],'remove_users':[],'groupname':'x'}
          """)
  void stopsTheHarmlessInAnUnknownShape(String path, String body) {
    assertThatThrownBy(() -> check("POST", BASE + path, body)).isInstanceOf(Misconfigured.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wipe_device", "wipe", "factory_reset", "disenroll", "lock_devices2"})
  void letsNoConfigurationCallAWipeALock(String lock) {
    var misled = guard(new Actions(lock, lock, lock, lock, "wipe_device", "disenroll"));
    var request = request("POST", BASE + "actions/%s/".formatted(lock));
    var body = json("{'devices':[41],'users':[],'usergroups':[],'devicegroups':[]}");
    assertThatThrownBy(() -> misled.check(request, body.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfAny(Misconfigured.class, IllegalStateException.class);
  }

  private void underWarrantFor41(Runnable wipe) {
    var leaver = ground.newWorker();
    // an enrolment that began after every order of before had arrived
    ground.clock().advance(Duration.ofMinutes(3));
    var enrolledAt = ground.clock().instant().minusSeconds(99);
    var warrant =
        ground.warrant(
            leaver.id().value(), leaver.id(), laptopSeenNow(enrolledAt), WipeKind.COMPLETE);
    var ran = new AtomicBoolean();
    ground
        .safety()
        .spend(
            warrant,
            laptopSeenNow(enrolledAt),
            () -> false,
            () -> {
              wipe.run();
              ran.set(true);
            });
    assertThat(ran).isTrue();
  }

  private DeviceFacts laptopSeenNow(Instant enrolledAt) {
    return new DeviceFacts(
        new DeviceId(41),
        "C02X",
        "12",
        Ownership.CORPORATE,
        enrolledAt,
        true,
        ground.clock().instant(),
        Known.NO,
        Known.YES);
  }

  private void check(String method, String uri, String body) {
    guard.check(request(method, uri), json(body).getBytes(StandardCharsets.UTF_8));
  }

  private static MockClientHttpRequest request(String method, String uri) {
    return new MockClientHttpRequest(HttpMethod.valueOf(method), URI.create(uri));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private WireGuard guard(Actions names) {
    return new WireGuard(URI.create(BASE), names, ground.safety()::demandWarrantFor);
  }
}
