package io.muster.devices.hexnode;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.safety.DeviceId;
import io.muster.safety.WipeSafety;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;

/**
 * Lets nothing over the wire that could erase something, except one device at a time under a
 * warrant.
 *
 * <p>It judges the bytes that are about to be sent, not what the caller meant. Reading passes. Of
 * the writing calls, the few listed here pass; the two that erase need a warrant for the one device
 * they name; every other is stopped, whatever the configuration calls it.
 */
final class WireGuard {
  private static final Pattern PLAIN_PATH = Pattern.compile("([a-z0-9_]+/)+");
  private static final List<String> TARGETS =
      List.of("devices", "users", "usergroups", "devicegroups");
  private static final ObjectReader STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  /**
   * The harmless operations: creating users and groups, asking to enrol, changing members, locking,
   * asking to report, tying policies, taking them off single devices. The names are written here
   * and not configured, so that no configuration can call a wipe a lock.
   */
  private static final List<Harmless> HARMLESS =
      List.of(
          new Harmless("users/", Set.of(), Set.of("name", "email")),
          new Harmless("users/[1-9][0-9]*/send_request/", Set.of(), Set.of("ownership")),
          new Harmless("usergroups/", Set.of(), Set.of("groupname", "description", "users")),
          new Harmless("usergroups/[1-9][0-9]*/", Set.of(), Set.of("add_users", "remove_users")),
          new Harmless(
              "actions/(lock_devices|lock_device)/",
              Set.of("devices"),
              Set.of("message", "phone_number", "system_lock_pin")),
          new Harmless("actions/(scan_device|scan_devices)/", Set.of("devices"), Set.of()),
          new Harmless(
              "actions/(associate_policy|associate_policies)/",
              Set.of("devices", "usergroups"),
              Set.of("policies")),
          new Harmless(
              "actions/(remove_policy|remove_policies)/", Set.of("devices"), Set.of("policies")));

  /** Giving a user group another name; who is in it is said again. */
  private static final Harmless RENAMED =
      new Harmless(
          "usergroups/[1-9][0-9]*/", Set.of(), Set.of("groupname", "description", "users"));

  private final URI base;
  private final Set<String> erasing;
  private final Consumer<DeviceId> warrant;

  /**
   * A guard of this portal.
   *
   * @param warrant throws unless a warrant for this device is being spent
   */
  WireGuard(URI base, HexnodeProperties.Actions actions, Consumer<DeviceId> warrant) {
    this.base = base;
    this.erasing =
        Stream.of(actions.wipe(), actions.disenroll())
            .map("actions/%s/"::formatted)
            .collect(Collectors.toUnmodifiableSet());
    this.warrant = warrant;
  }

  /**
   * Lets the request pass, or not.
   *
   * @return the device it erases something on; empty if it erases nothing
   * @throws Misconfigured if it is not one of the operations we allow, in exactly the shape we
   *     allow
   * @throws IllegalStateException if it erases and no warrant for its device is being spent
   */
  Optional<DeviceId> check(HttpRequest request, byte[] body) {
    var path = ownPath(request);
    if (request.getMethod().equals(HttpMethod.GET)) {
      return Optional.empty();
    }
    if (request.getURI().getRawQuery() != null) {
      throw stopped(request, "it is not a call we ever make");
    }
    if (request.getMethod().equals(HttpMethod.PUT) && path.matches(RENAMED.path)) {
      demandShape(RENAMED, request, body);
      return Optional.empty();
    }
    if (!request.getMethod().equals(HttpMethod.POST)) {
      throw stopped(request, "it is not a call we ever make");
    }
    if (erasing.contains(path)) {
      var device = theOneDevice(request, body);
      warrant.accept(device);
      return Optional.of(device);
    }
    for (var harmless : HARMLESS) {
      if (path.matches(harmless.path)) {
        demandShape(harmless, request, body);
        return Optional.empty();
      }
    }
    throw stopped(request, "it is not one of the operations that are known to erase nothing");
  }

  /**
   * Looks once more at the last instant, as the warrant may have lapsed since.
   *
   * @throws RuntimeException as {@link WipeSafety#demandWarrantFor} does
   */
  void checkAgain(DeviceId device) {
    warrant.accept(device);
  }

  private String ownPath(HttpRequest request) {
    var uri = request.getURI();
    var ours =
        Objects.equals(uri.getScheme(), base.getScheme())
            && Objects.equals(uri.getRawAuthority(), base.getRawAuthority())
            && uri.getRawFragment() == null
            && uri.getRawPath().startsWith(base.getRawPath());
    if (!ours) {
      throw stopped(request, "it does not go to muster.hexnode.url");
    }
    var path = uri.getRawPath().substring(base.getRawPath().length());
    if (!PLAIN_PATH.matcher(path).matches()) {
      throw stopped(request, "its path is not plain small letters, digits and slashes");
    }
    for (var header : request.getHeaders().keySet()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("x-http-method")) {
        throw stopped(request, "a header would change what it does");
      }
    }
    return path;
  }

  private static DeviceId theOneDevice(HttpRequest request, byte[] body) {
    var order = read(request, body);
    demandFields(request, order, Set.copyOf(TARGETS));
    for (var target : TARGETS) {
      if (!order.has(target)) {
        throw stopped(request, "it erases and does not say '%s'".formatted(target));
      }
      var wanted = target.equals("devices") ? 1 : 0;
      if (ids(request, order, target) != wanted) {
        throw stopped(request, "it erases and does not name exactly one device and nothing else");
      }
    }
    return new DeviceId(order.get("devices").get(0).longValue());
  }

  private static void demandShape(Harmless harmless, HttpRequest request, byte[] body) {
    var order = read(request, body);
    if (harmless.aimsAt.isEmpty()) {
      demandFields(request, order, harmless.fields);
      return;
    }
    var known = new HashSet<>(harmless.fields);
    known.addAll(TARGETS);
    demandFields(request, order, known);
    var aimed = 0;
    for (var target : TARGETS) {
      var ids = ids(request, order, target);
      if (ids > 0 && !harmless.aimsAt.contains(target)) {
        throw stopped(request, "it must not aim at '%s'".formatted(target));
      }
      aimed += ids;
    }
    if (aimed == 0) {
      throw stopped(request, "it aims at nothing, and nobody knows what Hexnode makes of that");
    }
  }

  private static void demandFields(HttpRequest request, JsonNode order, Set<String> known) {
    order
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!known.contains(field)) {
                throw stopped(request, "its body has a field that does not belong there");
              }
            });
  }

  /** Counts the ids in a list, all of which must be whole numbers from 1 on. */
  private static int ids(HttpRequest request, JsonNode order, String target) {
    var list = order.path(target);
    var plain =
        list.isMissingNode()
            || (list.isArray()
                && StreamSupport.stream(list.spliterator(), false).allMatch(WireGuard::isId));
    if (!plain) {
      throw stopped(request, "'%s' is not a list of ids".formatted(target));
    }
    return list.size();
  }

  private static boolean isId(JsonNode id) {
    return id.isIntegralNumber() && id.canConvertToLong() && id.longValue() >= 1;
  }

  private static JsonNode read(HttpRequest request, byte[] body) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      JsonNode sent = STRICT.readValue(text);
      var order = sent.isArray() && sent.size() == 1 ? sent.get(0) : sent;
      if (order.isObject()) {
        return order;
      }
    } catch (CharacterCodingException | JacksonException unreadable) {
      // no part of the body may reach a message, so neither does the cause
    }
    throw stopped(request, "its body is not one JSON object");
  }

  private static Misconfigured stopped(HttpRequest request, String why) {
    return new Misconfigured(
        "A %s to %s was stopped before it was sent: %s. Check muster.hexnode.actions and muster.hexnode.url."
            .formatted(request.getMethod(), request.getURI().getRawPath(), why));
  }

  /**
   * An operation that erases nothing.
   *
   * @param path the pattern of its path
   * @param aimsAt what it may aim at; nothing where it is not an action
   * @param fields what else its body may say
   */
  private record Harmless(String path, Set<String> aimsAt, Set<String> fields) {}
}
