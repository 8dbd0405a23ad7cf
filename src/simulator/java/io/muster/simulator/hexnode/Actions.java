package io.muster.simulator.hexnode;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Refusal;
import io.muster.simulator.hexnode.Action.Status;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes remote actions: 200, no body, no id; what becomes of it is the device's affair. */
final class Actions {
  private final Estate estate;
  private final HexnodeOptions options;

  Actions(Estate estate, HexnodeOptions options) {
    this.estate = estate;
    this.options = options;
  }

  Answer take(Call call) {
    var kind = options.actions().get(call.variable("action"));
    if (kind == null) {
      return Answer.html(404, "Not Found");
    }
    var body = Body.of(call, options.bodyForm());
    body.fields()
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!kind.knows(name)) {
                throw Body.field(name, "This field is not known.");
              }
            });
    if (ActionKind.TARGETS.stream().allMatch(target -> body.ids(target).isEmpty())) {
      throw Body.detail("No targets.");
    }
    var reached = reached(body);
    check(kind, body, reached);
    var forgetting =
        reached.stream().filter(device -> device.forgets.remove(kind)).collect(Collectors.toSet());
    changeAtOnce(kind, body, forgetting);
    reached.removeAll(forgetting);
    for (var device : reached) {
      switch (kind) {
        case CHANGE_OWNER, MARK_DISENROLLED ->
            estate.record(device, kind, body.fields(), Status.SUCCESS, "");
        case CHANGE_OWNERSHIP -> changeOwnership(device, body);
        default -> estate.ask(device, kind, body.fields());
      }
      if (kind == ActionKind.CHANGE_OWNER) {
        device.owner = body.number("user");
      }
      if (kind == ActionKind.MARK_DISENROLLED) {
        estate.disenrol(device);
      }
    }
    return Answer.empty(200);
  }

  /** Every device behind the targets: a user's, those of a group's members, all of a group. */
  private Collection<Device> reached(Body body) {
    var reached = new LinkedHashSet<Device>();
    for (var id : body.ids("devices")) {
      var device = Optional.ofNullable(estate.devices.get(id)).filter(found -> !found.gone);
      if (device.isEmpty() && options.refusesUnknownDevices()) {
        throw new Refusal(Answer.json(400, Map.of("detail", "device not found")));
      }
      device.ifPresent(reached::add);
    }
    body.ids("users").forEach(user -> reached.addAll(estate.devicesOf(user)));
    for (var id : body.ids("usergroups")) {
      var group = estate.userGroups.get(id);
      if (group != null) {
        group.members.forEach(user -> reached.addAll(estate.devicesOf(user)));
      }
    }
    for (var id : body.ids("devicegroups")) {
      var group = estate.deviceGroups.get(id);
      if (group != null) {
        estate.listed().stream().filter(group::holds).forEach(reached::add);
      }
    }
    return reached;
  }

  private void check(ActionKind kind, Body body, Collection<Device> reached) {
    switch (kind) {
      case LOCK -> {
        if (body.text("system_lock_pin").filter(pin -> !pin.matches("[0-9]{6}")).isPresent()) {
          throw Body.field("system_lock_pin", "Ensure this field has 6 digits.");
        }
      }
      case ASSOCIATE_POLICY, REMOVE_POLICY -> {
        body.givenIds("policies");
        for (var id : body.known("policies", estate.policies)) {
          var policy = estate.policies.get(id);
          if (policy == null || policy.archived) {
            throw Body.field("policies", "policy not found");
          }
        }
      }
      case CHANGE_OWNER -> {
        if (!estate.users.containsKey(body.number("user"))) {
          throw Body.field("user", "user not found");
        }
      }
      case CHANGE_OWNERSHIP -> {
        if (!Set.of(1, 2).contains(body.number("ownership"))) {
          throw Body.field("ownership", "not a valid choice.");
        }
      }
      case RENAME -> body.required("name");
      case MESSAGE -> body.required("message");
      case INSTALL_APPS, UNINSTALL_APPS, CLEAR_APP_DATA -> {
        body.givenIds("apps");
        body.known("apps", estate.apps);
      }
      case MARK_DISENROLLED -> {
        for (var device : reached) {
          if (device.actions.stream()
              .noneMatch(action -> action.open() && action.kind == ActionKind.DISENROLL)) {
            throw Body.detail("The device is not being disenrolled.");
          }
        }
      }
      default -> {
        // the targets are all there is to it
      }
    }
  }

  /** A policy is tied to what was named, so that later devices of a group get it too. */
  private void changeAtOnce(ActionKind kind, Body body, Set<Device> forgetting) {
    if (kind != ActionKind.ASSOCIATE_POLICY && kind != ActionKind.REMOVE_POLICY) {
      return;
    }
    var ids = body.ids("policies");
    for (var target : ActionKind.TARGETS) {
      for (var id : body.ids(target)) {
        if (target.equals("devices") && forgetting.stream().anyMatch(device -> device.id == id)) {
          continue;
        }
        estate
            .tiedTo(target, id)
            .ifPresent(
                tied -> {
                  if (kind == ActionKind.ASSOCIATE_POLICY) {
                    tied.addAll(ids);
                  } else {
                    tied.removeAll(ids);
                  }
                });
      }
    }
  }

  private void changeOwnership(Device device, Body body) {
    if (device.machine.ownershipIsFixed()) {
      estate.record(
          device,
          ActionKind.CHANGE_OWNERSHIP,
          body.fields(),
          Status.FAILED,
          "Ownership cannot be changed after Android Enterprise enrollment.");
      return;
    }
    device.ownership = body.number("ownership") == 1 ? "personal" : "corporate";
    estate.record(device, ActionKind.CHANGE_OWNERSHIP, body.fields(), Status.SUCCESS, "");
  }
}
