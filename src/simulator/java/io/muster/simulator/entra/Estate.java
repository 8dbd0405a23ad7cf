package io.muster.simulator.entra;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Routes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the tenant has bought, and the app as it is registered there. */
final class Estate {
  private static final int HINT = 3;

  private final EntraOptions options;
  private final Lists lists;
  private final List<String> plans = new ArrayList<>();
  private Instant secretEnds = Instant.parse("2099-01-01T00:00:00Z");

  Estate(EntraOptions options, Lists lists) {
    this.options = options;
    this.lists = lists;
  }

  void on(Routes routes) {
    routes
        .on("GET", "/v1.0/subscribedSkus", this::licences)
        .on("GET", "/v1.0/applications(appId='{app}')", this::app);
  }

  void license(String plan) {
    plans.add(plan);
  }

  void secretEnds(Instant end) {
    secretEnds = end;
  }

  private Answer licences(Call call) {
    return lists.page(
        call,
        plans.stream(),
        plan -> {
          var licence = JsonNodeFactory.instance.objectNode();
          licence.put("id", "licence-" + plan);
          licence.put("capabilityStatus", "Enabled");
          licence
              .putArray("servicePlans")
              .addObject()
              .put("servicePlanName", plan)
              .put("provisioningStatus", "Success")
              .put("appliesTo", "User");
          return licence;
        });
  }

  private Answer app(Call call) {
    if (!call.variable("app").equals(options.clientId())) {
      throw Shapes.notFound(call.variable("app"));
    }
    return Answer.json(
        200,
        Map.of(
            "passwordCredentials",
            List.of(
                credential("x0x", Instant.parse("2020-01-01T00:00:00Z")),
                credential(options.secret().substring(0, HINT), secretEnds))));
  }

  private static Map<String, Object> credential(String hint, Instant end) {
    return Map.of(
        "keyId", UUID.randomUUID().toString(), "hint", hint, "endDateTime", Shapes.time(end));
  }
}
