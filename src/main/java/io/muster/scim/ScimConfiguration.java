package io.muster.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.constants.ClassPathReferences;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.common.resources.complex.BulkConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.ChangePasswordConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.ETagConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.FilterConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.PatchConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.SortConfig;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.AuthenticationScheme;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;
import de.captaingoldfish.scim.sdk.server.endpoints.EndpointDefinition;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import de.captaingoldfish.scim.sdk.server.schemas.ResourceType;
import de.captaingoldfish.scim.sdk.server.schemas.custom.ETagFeature;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this server offers, and says it offers at {@code /ServiceProviderConfig}. */
@Configuration(proxyBeanMethods = false)
class ScimConfiguration {
  /** The most that one page holds. */
  static final int PAGE = 200;

  /** Where the schema of our own extension is. */
  static final String EMPLOYMENT_SCHEMA = "/scim/employment.schema.json";

  @Bean
  ResourceEndpoint scimEndpoint(UserEndpoint users, GroupEndpoint groups) {
    var endpoint = new ResourceEndpoint(offer());
    var userType =
        (ObjectNode) JsonHelper.loadJsonDocument(ClassPathReferences.USER_RESOURCE_TYPE_JSON);
    userType
        .withArray("schemaExtensions")
        .addObject()
        .put("schema", UserContent.EMPLOYMENT)
        .put("required", false);
    List<JsonNode> extensions =
        List.of(
            JsonHelper.loadJsonDocument(ClassPathReferences.ENTERPRISE_USER_SCHEMA_JSON),
            JsonHelper.loadJsonDocument(EMPLOYMENT_SCHEMA));
    register(
        endpoint,
        new EndpointDefinition(
            userType,
            JsonHelper.loadJsonDocument(ClassPathReferences.USER_SCHEMA_JSON),
            extensions,
            users));
    register(
        endpoint,
        new EndpointDefinition(
            JsonHelper.loadJsonDocument(ClassPathReferences.GROUP_RESOURCE_TYPE_JSON),
            JsonHelper.loadJsonDocument(ClassPathReferences.GROUP_SCHEMA_JSON),
            List.of(),
            groups));
    return endpoint;
  }

  private static ResourceType register(ResourceEndpoint endpoint, EndpointDefinition definition) {
    var type = endpoint.registerEndpoint(definition);
    // the database filters and sorts; the library would do it in memory
    type.getFeatures().setAutoFiltering(false);
    type.getFeatures().setAutoSorting(false);
    type.getFeatures().setETagFeature(ETagFeature.builder().enabled(true).build());
    return type;
  }

  private static ServiceProvider offer() {
    return ServiceProvider.builder()
        .patchConfig(
            PatchConfig.builder()
                .supported(true)
                .doNotFailOnNoTarget(true)
                .activateMsAzureFilterWorkaround(true)
                .activateMsAzureValueSubAttributeWorkaround(true)
                .activateMsAzureComplexSimpleValueWorkaround(true)
                .build())
        .filterConfig(FilterConfig.builder().supported(true).maxResults(PAGE).build())
        .sortConfig(SortConfig.builder().supported(true).build())
        .eTagConfig(ETagConfig.builder().supported(true).build())
        .bulkConfig(BulkConfig.builder().supported(false).build())
        .changePasswordConfig(ChangePasswordConfig.builder().supported(false).build())
        .authenticationSchemes(
            List.of(
                AuthenticationScheme.builder()
                    .name("Bearer token")
                    .description("A token of the client's own, made by an administrator of Muster.")
                    .type("oauthbearertoken")
                    .specUri("https://www.rfc-editor.org/rfc/rfc6750")
                    .primary(true)
                    .build()))
        .lenientContentTypeChecking(true)
        .caseInsensitiveValidation(true)
        .build();
  }
}
