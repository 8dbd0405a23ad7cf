package io.muster.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of the storage of one device, in the terms of NIST SP 800-88 Rev. 2, from what the
 * chain holds. It says in plain words what nobody verified.
 */
final class WipeCertificate {
  private static final String COMPLETE = "COMPLETE";
  private static final List<String> WIPES = List.of("device.wipe", "device.disenroll");

  private final String device;
  private final List<OpenedEntry> wipes = new ArrayList<>();
  private final List<OpenedEntry> calls = new ArrayList<>();

  private WipeCertificate(String device) {
    this.device = device;
  }

  /** One for each device for which a wipe was planned. */
  static Map<String, WipeCertificate> of(List<OpenedEntry> entries) {
    var byDevice = new TreeMap<String, WipeCertificate>();
    for (var entry : entries) {
      if (entry.is(Kinds.WIPE)) {
        entry
            .text("device")
            .ifPresent(
                device -> byDevice.computeIfAbsent(device, WipeCertificate::new).wipes.add(entry));
      }
    }
    entries.stream()
        .filter(entry -> entry.text("action").filter(WIPES::contains).isPresent())
        .forEach(
            call ->
                call.text("target")
                    .map(byDevice::get)
                    .ifPresent(certificate -> certificate.calls.add(call)));
    return byDevice;
  }

  /** What became of it. */
  String result() {
    if (last("SEEN_DONE").isPresent()) {
      return isComplete() ? "SANITIZATION REPORTED COMPLETE" : "MANAGED DATA REPORTED REMOVED";
    }
    if (last("SEEN_NOT_DONE").isPresent()) {
      return "NOT SANITIZED: THE ORDER FAILED, OR THE DEVICE IS GONE";
    }
    if (!calls.isEmpty() || last("SEEN_PENDING").isPresent()) {
      return "ORDERED, NOT VERIFIED";
    }
    if (last("DECLINED").isPresent()) {
      return "NOT SANITIZED: A PERSON DECLINED";
    }
    return last("WITHDRAWN").isPresent()
        ? "NOT SANITIZED: THE PLAN WAS WITHDRAWN"
        : "NOT SANITIZED: NOTHING WAS ORDERED";
  }

  /** As JSON, member by member. */
  Map<String, @Nullable Object> members() {
    var certificate = new LinkedHashMap<String, @Nullable Object>();
    certificate.put(
        "certificate", "Sanitization of a managed device, in the terms of NIST SP 800-88 Rev. 2");
    certificate.put("result", result());
    certificate.put("media", media());
    certificate.put("sanitization", sanitization());
    certificate.put("verification", verification());
    certificate.put(
        "validation",
        "Not performed. Nobody examined the storage to see whether data can be recovered.");
    certificate.put("authorization", authorization());
    certificate.put("notVerified", notVerified());
    return certificate;
  }

  private Map<String, @Nullable Object> media() {
    var plan = wipes.get(0);
    var media = new LinkedHashMap<String, @Nullable Object>();
    media.put("deviceNumber", device);
    media.put("serialNumber", plan.content().get("serial"));
    media.put("ownership", plan.content().get("ownership"));
    media.put("enrolledAt", plan.content().get("enrolledAt"));
    media.put("type", "All storage built into the managed device; its kind is not known here");
    return media;
  }

  private Map<String, @Nullable Object> sanitization() {
    var sanitization = new LinkedHashMap<String, @Nullable Object>();
    sanitization.put(
        "method",
        isComplete()
            ? "Not determined. The device was told to reset itself. Where its storage is always encrypted this destroys the key (cryptographic erase, a technique of purge); elsewhere it is no more than clear."
            : "None. A corporate wipe removes managed data and settings and leaves the storage in use; SP 800-88 does not count it as sanitization.");
    sanitization.put(
        "technique",
        isComplete() ? "Factory reset by device management" : "Removal by device management");
    sanitization.put(
        "performedBy", "The device itself, on an order of Muster through device management");
    sanitization.put("orders", calls.stream().map(WipeCertificate::call).toList());
    return sanitization;
  }

  private static Map<String, @Nullable Object> call(OpenedEntry call) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    members.put("entry", call.entry().number());
    members.put("what", call.entry().kind());
    for (var member : List.of("at", "connection", "action", "answer", "requestIds", "seen")) {
      if (call.content().get(member) != null) {
        members.put(member, call.content().get(member));
      }
    }
    return members;
  }

  private Map<String, @Nullable Object> verification() {
    var verification = new LinkedHashMap<String, @Nullable Object>();
    verification.put(
        "how", "The state of the order was read back from device management after the call");
    verification.put("result", result());
    verification.put(
        "observations",
        wipes.stream()
            .filter(wipe -> wipe.text("what").orElse("").startsWith("SEEN_"))
            .map(WipeCertificate::step)
            .toList());
    return verification;
  }

  private Map<String, @Nullable Object> authorization() {
    var plan = wipes.get(0);
    var authorization = new LinkedHashMap<String, @Nullable Object>();
    authorization.put("demanded", plan.content().get("approval"));
    authorization.put("claim", plan.content().get("claim"));
    authorization.put(
        "steps",
        wipes.stream()
            .filter(wipe -> !wipe.text("what").orElse("").startsWith("SEEN_"))
            .map(WipeCertificate::step)
            .toList());
    return authorization;
  }

  private static Map<String, @Nullable Object> step(OpenedEntry wipe) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    members.put("entry", wipe.entry().number());
    for (var member : List.of("what", "at", "by", "detail")) {
      if (wipe.content().get(member) != null) {
        members.put(member, wipe.content().get(member));
      }
    }
    return members;
  }

  private List<String> notVerified() {
    var lines = new ArrayList<String>();
    if (last("SEEN_DONE").isPresent()) {
      lines.add(
          "That the storage holds no data: what was read is what device management says of its order, not the storage.");
    } else {
      lines.add("That the device was erased: nothing that was read says so.");
    }
    if (isComplete()) {
      lines.add(
          "That the storage was encrypted before, and that its key was destroyed: Muster cannot see either.");
    } else {
      lines.add("That no company data is left outside what device management manages.");
    }
    lines.add("Copies elsewhere: backups, removable media, cloud storage.");
    return lines;
  }

  private boolean isComplete() {
    return wipes.get(wipes.size() - 1).has("wipe", COMPLETE);
  }

  private Optional<OpenedEntry> last(String what) {
    return wipes.stream().filter(wipe -> wipe.has("what", what)).reduce((one, next) -> next);
  }

  /** The same to be read and filed. */
  String text() {
    var text = new StringBuilder();
    write("", members(), text);
    return text.toString();
  }

  private static void write(String indent, Map<?, ?> members, StringBuilder text) {
    members.forEach(
        (name, value) -> {
          text.append(indent).append(name).append(':');
          if (value instanceof Map<?, ?> map) {
            text.append('\n');
            write(indent + "  ", map, text);
          } else if (value instanceof List<?> list) {
            text.append('\n');
            list.forEach(one -> item(indent + "  ", one, text));
          } else {
            text.append(' ').append(value).append('\n');
          }
        });
  }

  private static void item(String indent, @Nullable Object one, StringBuilder text) {
    text.append(indent).append("- ");
    if (one instanceof Map<?, ?> map) {
      var parts = new ArrayList<String>();
      map.forEach((name, value) -> parts.add(name + " " + value));
      text.append(String.join(", ", parts));
    } else {
      text.append(one);
    }
    text.append('\n');
  }
}
