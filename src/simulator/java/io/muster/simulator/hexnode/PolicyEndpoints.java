package io.muster.simulator.hexnode;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Routes;
import java.util.Comparator;

/** Policies and the repository of applications. */
final class PolicyEndpoints {
  private final Estate estate;
  private final Shapes shapes;
  private final HexnodeOptions options;

  PolicyEndpoints(Estate estate, Shapes shapes, HexnodeOptions options) {
    this.estate = estate;
    this.shapes = shapes;
    this.options = options;
  }

  /** The list is at {@code /policy/}; the plural that some code uses is not there. */
  void addTo(Routes routes, String api) {
    routes
        .on("GET", api + "/policy/", this::list)
        .on("POST", api + "/policy/", this::create)
        .on(
            "GET",
            api + "/policy/{id}/",
            call -> Answer.json(200, shapes.policyDetail(policy(call))))
        .on("PUT", api + "/policy/{id}/", this::replace)
        .on("DELETE", api + "/policy/{id}/", this::archive)
        .on("GET", api + "/applications/", this::applications)
        .on(
            "GET",
            api + "/applications/{id}/",
            call -> Answer.json(200, shapes.app(Ids.find(call, estate.apps, "application"))));
  }

  private Answer list(Call call) {
    // archived ones are listed too: a name alone does not make a policy the right one
    var all =
        estate.policies.values().stream()
            .sorted(Comparator.comparing(policy -> policy.name))
            .toList();
    return Pages.of(call, all, shapes::policy);
  }

  private Answer create(Call call) {
    var body = Body.of(call, options.bodyForm());
    var policy =
        estate.addPolicy(
            body.required("name"),
            body.text("description").orElse(""),
            body.fields().deepCopy(),
            false);
    tie(policy, body);
    return Answer.json(201, shapes.policyDetail(policy));
  }

  private Answer replace(Call call) {
    var policy = policy(call);
    var body = Body.of(call, options.bodyForm());
    policy.name = body.required("name");
    policy.description = body.text("description").orElse("");
    policy.content = body.fields().deepCopy();
    policy.version++;
    policy.modified = estate.now();
    tie(policy, body);
    return Answer.json(200, shapes.policyDetail(policy));
  }

  private Answer archive(Call call) {
    policy(call).archived = true;
    return Answer.empty(204);
  }

  private Answer applications(Call call) {
    var platform = call.parameter("platform").orElse("");
    var all =
        estate.apps.values().stream()
            .filter(app -> platform.isEmpty() || app.platform().equals(platform))
            .sorted(Comparator.comparing(App::name))
            .toList();
    return Pages.of(call, all, shapes::app);
  }

  private void tie(Policy policy, Body body) {
    var targets = body.fields().path("policy_targets");
    for (var target : ActionKind.TARGETS) {
      for (var id : targets.path(target)) {
        estate.tiedTo(target, id.asInt()).ifPresent(tied -> tied.add(policy.id));
      }
    }
  }

  private Policy policy(Call call) {
    return Ids.find(call, estate.policies, "policy");
  }
}
