package io.muster.simulator.hexnode;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Devices, what is on them, and their groups. */
final class DeviceEndpoints {
  private final Estate estate;
  private final Shapes shapes;
  private final HexnodeOptions options;

  DeviceEndpoints(Estate estate, Shapes shapes, HexnodeOptions options) {
    this.estate = estate;
    this.shapes = shapes;
    this.options = options;
  }

  void addTo(Routes routes, String api) {
    routes
        .on("GET", api + "/devices/", this::list)
        .on("POST", api + "/devices/", this::edit)
        .on(
            "GET",
            api + "/devices/{id}/",
            call -> Answer.json(200, shapes.deviceDetail(shown(device(call)))))
        .on("GET", api + "/devices/{id}/policies/", this::policies)
        .on("GET", api + "/devices/{id}/applications/", this::applications)
        .on("GET", api + "/devices/{id}/locations/", this::locations)
        // two sources name the history differently, so both are here
        .on("GET", api + "/devices/{id}/action_status/", this::history)
        .on("GET", api + "/devices/{id}/actions/", this::history)
        .on("GET", api + "/devicegroups/", this::groups)
        .on("POST", api + "/devicegroups/", this::createGroup)
        .on(
            "GET",
            api + "/devicegroups/{id}/",
            call -> Answer.json(200, shapes.deviceGroupDetail(group(call))))
        .on("PUT", api + "/devicegroups/{id}/", this::replaceGroup)
        .on("POST", api + "/devicegroups/{id}/", this::changeMembers)
        .on("DELETE", api + "/devicegroups/{id}/", this::deleteGroup)
        .on("POST", api + "/actions/{action}/", new Actions(estate, options)::take);
  }

  private Answer list(Call call) {
    var platform = call.parameter("platform").orElse("").toLowerCase(Locale.ROOT);
    var active = call.parameter("is_active").orElse("");
    var inactiveSince = estate.now().minus(Duration.ofDays(7));
    Comparator<Device> byName = Comparator.comparing(device -> device.name);
    var found =
        estate.listed().stream()
            .filter(device -> platform.isEmpty() || device.machine.platform().equals(platform))
            .filter(
                device ->
                    active.isEmpty()
                        || active.equals("True") == device.reported.isAfter(inactiveSince))
            .sorted(
                call.parameter("order_by").orElse("asc").equals("desc")
                    ? byName.reversed()
                    : byName)
            .toList();
    return Pages.of(call, found, shapes::device);
  }

  /** Takes notes, for one device at a time. */
  private Answer edit(Call call) {
    var body = Body.of(call, options.bodyForm());
    var data = body.fields().path("devicedata");
    if (!data.isArray() || data.isEmpty()) {
      throw Body.field("devicedata", "This field is required.");
    }
    for (var item : data) {
      var id = item.path("deviceID").asText();
      var device = id.matches("[0-9]{1,9}") ? estate.devices.get(Integer.parseInt(id)) : null;
      if (device == null || device.gone) {
        throw Ids.missing("device");
      }
      device.notes = item.path("device_notes").asText(device.notes);
    }
    return Answer.empty(200);
  }

  private Answer policies(Call call) {
    return Pages.of(call, List.copyOf(estate.policiesOn(device(call))), shapes::policyTied);
  }

  private Answer applications(Call call) {
    return Pages.of(call, List.copyOf(device(call).apps.values()), shapes::appOnDevice);
  }

  private Answer locations(Call call) {
    device(call);
    return Pages.of(call, List.<Device>of(), shapes::device);
  }

  private Answer history(Call call) {
    var newestFirst = new ArrayList<>(device(call).actions);
    Collections.reverse(newestFirst);
    return Pages.of(call, newestFirst, shapes::action);
  }

  private Answer groups(Call call) {
    return Pages.of(call, List.copyOf(estate.deviceGroups.values()), shapes::deviceGroup);
  }

  private Answer createGroup(Call call) {
    var body = Body.of(call, options.bodyForm());
    var name = body.required("groupname");
    var description = body.given("description");
    var members = body.known("devices", estate.devices);
    var group = estate.addDeviceGroup(name, description, null);
    group.members.addAll(members);
    return Answer.json(201, shapes.deviceGroupDetail(group));
  }

  private Answer replaceGroup(Call call) {
    var group = custom(call);
    var body = Body.of(call, options.bodyForm());
    group.name = body.required("groupname");
    group.description = body.given("description");
    if (body.has("devices")) {
      var members = body.known("devices", estate.devices);
      group.members.clear();
      group.members.addAll(members);
    }
    group.modified = estate.now();
    return Answer.json(200, shapes.deviceGroupDetail(group));
  }

  /** Whatever is named twice is added. */
  private Answer changeMembers(Call call) {
    var group = custom(call);
    var body = Body.of(call, options.bodyForm());
    body.givenIds("add_devices");
    var removed = body.givenIds("remove_devices");
    var added = body.known("add_devices", estate.devices);
    group.members.removeAll(removed);
    group.members.addAll(added);
    group.modified = estate.now();
    return Answer.json(201, shapes.deviceGroupDetail(group));
  }

  private Answer deleteGroup(Call call) {
    estate.deviceGroups.remove(custom(call).id);
    return Answer.empty(204);
  }

  private Device device(Call call) {
    var device = Ids.find(call, estate.devices, "device");
    if (device.gone) {
      throw Ids.missing("device");
    }
    return device;
  }

  /** The portal may be mistaken and show another device's page. */
  private Device shown(Device device) {
    return estate.devices.getOrDefault(estate.mistaken.getOrDefault(device.id, device.id), device);
  }

  private Group group(Call call) {
    return Ids.find(call, estate.deviceGroups, "devicegroup");
  }

  private Group custom(Call call) {
    var group = group(call);
    if (group.rule != null) {
      throw Body.detail("Dynamic groups cannot be changed.");
    }
    return group;
  }
}
