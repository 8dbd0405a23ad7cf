package io.muster.simulator.entra;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Refusal;
import io.muster.simulator.entra.Happenings.Happening;
import io.muster.simulator.entra.Happenings.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What has changed among users or groups since a mark.
 *
 * <p>A token carries what was selected and lasts seven days; a change shows once the index has it;
 * a thing that changed often is shown once, as it is now; a group with many changes of members
 * comes on several pages.
 */
final class Deltas {
  private static final Duration TOKENS_LAST = Duration.ofDays(7);
  private static final String DELTA = "$deltatoken";
  private static final String SKIP = "$skiptoken";

  private final Tenant tenant;
  private final EntraOptions options;

  Deltas(Tenant tenant, EntraOptions options) {
    this.tenant = tenant;
    this.options = options;
  }

  /**
   * What a link carries.
   *
   * @param from the number of the first happening
   * @param to the number after the last, or -1 if that is not settled yet
   * @param offset how many changes were on the pages before
   * @param at when it was given out
   * @param select what was selected
   */
  private record Token(int from, int to, int offset, Instant at, String select) {
    String text() {
      var plain = String.join(" ", "" + from, "" + to, "" + offset, at.toString(), select);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    static Token of(String text) {
      var plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      var parts = plain.split(" ", 5);
      return new Token(
          Integer.parseInt(parts[0]),
          Integer.parseInt(parts[1]),
          Integer.parseInt(parts[2]),
          Instant.parse(parts[3]),
          parts[4]);
    }
  }

  Answer users(Call call) {
    return page(call, this::userChanges);
  }

  Answer groups(Call call) {
    return page(call, this::groupChanges);
  }

  private Answer page(Call call, BiFunction<Token, Call, List<ObjectNode>> changes) {
    int end = tenant.happenings().until(tenant.now().minus(options.indexDelay()));
    var token = token(call, end);
    if (token.at().plus(TOKENS_LAST).isBefore(tenant.now())) {
      throw new Refusal(
          Shapes.error(410, "resyncRequired", "Resync required. Start anew.", List.of())
              .and("Location", link(call, DELTA, "")));
    }
    int to = token.to() < 0 ? end : token.to();
    var all = changes.apply(new Token(token.from(), to, 0, token.at(), token.select()), call);
    int until = Math.min(all.size(), token.offset() + options.pageSize());
    var shown = JsonNodeFactory.instance.objectNode();
    shown.put("@odata.context", call.origin() + "/v1.0/$metadata#directoryObjects");
    if (until < all.size()) {
      var next = new Token(token.from(), to, until, token.at(), token.select());
      shown.put("@odata.nextLink", link(call, SKIP, next.text()));
    } else {
      var next = new Token(to, -1, 0, tenant.now(), token.select());
      shown.put("@odata.deltaLink", link(call, DELTA, next.text()));
    }
    shown.putArray("value").addAll(all.subList(Math.min(token.offset(), until), until));
    return Answer.json(200, shown);
  }

  private Token token(Call call, int end) {
    var select = call.parameter("$select").orElse("");
    var given = call.parameter(SKIP).or(() -> call.parameter(DELTA)).orElse("");
    if (given.equals("latest")) {
      return new Token(end, end, 0, tenant.now(), select);
    }
    if (given.isEmpty()) {
      return new Token(0, end, 0, tenant.now(), select);
    }
    try {
      return Token.of(given);
    } catch (RuntimeException notOurs) {
      throw Shapes.badRequest("Badly formed token.");
    }
  }

  /** Links given out here have no parentheses. */
  private static String link(Call call, String name, String token) {
    return call.origin() + call.path().replace("()", "") + "?" + name + "=" + token;
  }

  private List<ObjectNode> userChanges(Token token, Call call) {
    var ids = new LinkedHashSet<String>();
    for (var happening : tenant.happenings().between(token.from(), token.to())) {
      if (happening.kind() == Kind.USER) {
        ids.remove(happening.id());
        ids.add(happening.id());
      }
    }
    var changes = new ArrayList<ObjectNode>();
    for (var id : ids) {
      var user = tenant.find(id);
      changes.add(
          user.isPresent()
              ? Shapes.user(user.get().data, selecting(call, token))
              : removed(id, tenant.binned(id).isPresent() ? "changed" : "deleted"));
    }
    return changes;
  }

  private List<ObjectNode> groupChanges(Token token, Call call) {
    var members = new LinkedHashMap<String, Map<String, Happening>>();
    for (var happening : tenant.happenings().between(token.from(), token.to())) {
      if (happening.kind() == Kind.GROUP) {
        members.computeIfAbsent(happening.id(), fresh -> new LinkedHashMap<>());
      } else if (happening.member() != null) {
        members
            .computeIfAbsent(happening.id(), fresh -> new LinkedHashMap<>())
            .put(happening.member(), happening);
      }
    }
    var changes = new ArrayList<ObjectNode>();
    members.forEach((id, moved) -> changes.addAll(groupChange(id, moved, selecting(call, token))));
    return changes;
  }

  private List<ObjectNode> groupChange(String id, Map<String, Happening> moved, Call call) {
    var group = tenant.group(id).orElse(null);
    if (group == null) {
      return List.of(removed(id, "deleted"));
    }
    var wanted = call.parameter("$select").orElse("members").contains("members");
    var all = List.copyOf(moved.values());
    var parts = new ArrayList<ObjectNode>();
    int from = 0;
    do {
      int to = Math.min(all.size(), from + options.pageSize());
      var part = Shapes.group(group, call);
      if (wanted && to > from) {
        var delta = part.putArray("members@delta");
        all.subList(from, to).forEach(it -> delta.add(member(it)));
      }
      parts.add(part);
      from = to;
    } while (from < all.size());
    return parts;
  }

  private ObjectNode member(Happening happening) {
    var id = String.valueOf(happening.member());
    var shown = happening.gone() ? removed(id, "deleted") : JsonNodeFactory.instance.objectNode();
    return shown.put("@odata.type", type(id)).put("id", id);
  }

  private String type(String id) {
    if (tenant.isSoftware(id)) {
      return "#microsoft.graph.servicePrincipal";
    }
    return tenant.group(id).isPresent() ? "#microsoft.graph.group" : "#microsoft.graph.user";
  }

  private static ObjectNode removed(String id, String reason) {
    var shown = JsonNodeFactory.instance.objectNode().put("id", id);
    shown.putObject("@removed").put("reason", reason);
    return shown;
  }

  /** A link carries the selection; it is not said again. */
  private static Call selecting(Call call, Token token) {
    return token.select().isEmpty()
        ? call
        : new Call(
            call.method(),
            call.origin(),
            call.path(),
            "$select=" + token.select(),
            call.headers(),
            "",
            Map.of());
  }
}
