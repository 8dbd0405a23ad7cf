package io.muster.directory.entra;

import com.microsoft.graph.models.PasswordCredential;
import com.microsoft.graph.models.ServicePlanInfo;
import com.microsoft.graph.models.SubscribedSku;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import io.muster.remote.Secret;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a tenant tells of itself and of our app, to an app that may see it. */
final class TenantFacts {
  private static final Set<String> WITH_DYNAMIC_GROUPS =
      Set.of("AAD_PREMIUM", "AAD_PREMIUM_P2", "INTUNE_EDU");
  private static final Set<String> IN_FORCE = Set.of("Enabled", "Warning");

  private final GraphServiceClient graph;
  private final EntraCalls calls;

  TenantFacts(GraphServiceClient graph, EntraCalls calls) {
    this.graph = graph;
    this.calls = calls;
  }

  /** True if the tenant has a licence that dynamic groups come with. */
  boolean licensedForDynamicGroups() {
    var shown =
        calls.read(
            "the licences of the tenant",
            EntraPermissions.READ_LICENCES,
            () ->
                graph
                    .subscribedSkus()
                    .get(
                        ask ->
                            ask.queryParameters.select =
                                new String[] {"capabilityStatus", "servicePlans"}));
    return Optional.ofNullable(shown.getValue()).orElse(List.of()).stream()
        .filter(licence -> IN_FORCE.contains(licence.getCapabilityStatus()))
        .anyMatch(TenantFacts::hasDynamicGroups);
  }

  private static boolean hasDynamicGroups(SubscribedSku licence) {
    return Optional.ofNullable(licence.getServicePlans()).orElse(List.of()).stream()
        .filter(plan -> "Success".equals(plan.getProvisioningStatus()))
        .map(ServicePlanInfo::getServicePlanName)
        .anyMatch(name -> name != null && WITH_DYNAMIC_GROUPS.contains(name));
  }

  /** True if the tenant has a dynamic group, and so could once have one. */
  boolean hasDynamicGroup() {
    var shown =
        calls.read(
            "search for dynamic groups",
            EntraPermissions.READ_GROUPS,
            () ->
                graph
                    .groups()
                    .get(
                        ask -> {
                          ask.queryParameters.filter = "groupTypes/any(t:t eq 'DynamicMembership')";
                          ask.queryParameters.select = new String[] {"id"};
                          ask.queryParameters.top = 1;
                        }));
    return !Optional.ofNullable(shown.getValue()).orElse(List.of()).isEmpty();
  }

  /**
   * When this secret of this app ends, as far as it can be told from others; empty if the tenant
   * does not have the app, or not this secret of it.
   */
  Optional<Instant> end(String app, Secret secret, Instant now) {
    return calls
        .find(
            "GET our app",
            EntraPermissions.READ_APPS,
            () ->
                graph
                    .applicationsWithAppId(EntraCalls.named(app))
                    .get(ask -> ask.queryParameters.select = new String[] {"passwordCredentials"}))
        .flatMap(found -> Optional.ofNullable(found.getPasswordCredentials()))
        .flatMap(
            secrets ->
                secrets.stream()
                    .filter(one -> mayBe(one, secret))
                    .flatMap(one -> Optional.ofNullable(one.getEndDateTime()).stream())
                    .map(OffsetDateTime::toInstant)
                    .filter(end -> end.isAfter(now))
                    .min(Comparator.naturalOrder()));
  }

  /** Entra shows of a secret how it begins. */
  private static boolean mayBe(PasswordCredential one, Secret secret) {
    return one.getHint() != null && secret.reveal().startsWith(one.getHint());
  }
}
