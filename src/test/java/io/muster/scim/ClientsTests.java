package io.muster.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.scim2.client.ScimService;
import com.unboundid.scim2.common.exceptions.ResourceConflictException;
import com.unboundid.scim2.common.exceptions.ResourceNotFoundException;
import com.unboundid.scim2.common.types.Email;
import com.unboundid.scim2.common.types.EnterpriseUserExtension;
import com.unboundid.scim2.common.types.GroupResource;
import com.unboundid.scim2.common.types.Member;
import com.unboundid.scim2.common.types.Name;
import com.unboundid.scim2.common.types.UserResource;
import de.captaingoldfish.scim.sdk.client.ScimClientConfig;
import de.captaingoldfish.scim.sdk.client.ScimRequestBuilder;
import de.captaingoldfish.scim.sdk.common.constants.EndpointPaths;
import de.captaingoldfish.scim.sdk.common.constants.enums.Comparator;
import de.captaingoldfish.scim.sdk.common.constants.enums.PatchOp;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.resources.User;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.util.List;
import java.util.Map;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.jnh.connector.JavaNetHttpConnectorProvider;
import org.junit.jupiter.api.Test;

/** Two SCIM clients that others wrote, each through a whole life of a user and a group. */
class ClientsTests extends ScimWorld {

  @Test
  void servesTheClientOfUnboundId() throws Exception {
    ClientRequestFilter bearer =
        request -> request.getHeaders().putSingle("Authorization", "Bearer " + token("entra"));
    var rest =
        ClientBuilder.newClient(
            new ClientConfig()
                .connectorProvider(new JavaNetHttpConnectorProvider())
                .register(bearer));
    try {
      var scim = new ScimService(rest.target(base()));
      assertThat(scim.getServiceProviderConfig().getPatch().isSupported()).isTrue();
      assertThat(scim.getSchemas().getResources()).hasSizeGreaterThanOrEqualTo(4);
      assertThat(scim.getResourceTypes().getResources()).hasSizeGreaterThanOrEqualTo(2);

      var ada = new UserResource().setUserName("ada@unboundid.example").setActive(true);
      ada.setName(new Name().setGivenName("Ada").setFamilyName("Byron"));
      ada.setEmails(List.of(new Email().setType("work").setValue("ada@unboundid.example")));
      ada.setExtension(
          new EnterpriseUserExtension().setEmployeeNumber("U-1").setDepartment("Sales"));
      var made = scim.create("Users", ada);
      assertThat(made.getId()).isNotBlank();
      assertThat(made.getMeta().getLocation().toString())
          .endsWith("/scim/v2/Users/" + made.getId());
      assertThatThrownBy(() -> scim.create("Users", ada))
          .isInstanceOf(ResourceConflictException.class);

      assertThat(scim.search("Users", "userName eq \"ADA@unboundid.example\"", UserResource.class))
          .singleElement()
          .satisfies(found -> assertThat(found.getId()).isEqualTo(made.getId()));

      var married =
          scim.modifyRequest("Users", made.getId())
              .replaceValue("name.familyName", "Lovelace")
              .replaceValue(
                  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
                  "Research")
              .invoke(UserResource.class);
      assertThat(married.getName().getFamilyName()).isEqualTo("Lovelace");
      assertThat(married.getExtension(EnterpriseUserExtension.class).getDepartment())
          .isEqualTo("Research");

      var group = new GroupResource().setDisplayName("UnboundID");
      group.setMembers(List.of(new Member().setValue(made.getId())));
      var team = scim.create("Groups", group);
      assertThat(scim.retrieve("Users", made.getId(), UserResource.class).getGroups())
          .singleElement()
          .satisfies(one -> assertThat(one.getDisplay()).isEqualTo("UnboundID"));
      var emptied =
          scim.modifyRequest("Groups", team.getId())
              .attributes("members")
              .removeValues("members[value eq \"%s\"]".formatted(made.getId()))
              .invoke(GroupResource.class);
      assertThat(emptied.getMembers()).isNullOrEmpty();

      married.setActive(false);
      assertThat(scim.replace(married).getActive()).isFalse();
      scim.delete("Groups", team.getId());
      scim.delete("Users", made.getId());
      assertThatThrownBy(() -> scim.retrieve("Users", made.getId(), UserResource.class))
          .isInstanceOf(ResourceNotFoundException.class);
    } finally {
      rest.close();
    }
  }

  @Test
  void servesTheClientOfScimSdk() {
    var config =
        ScimClientConfig.builder()
            .httpHeaders(Map.of("Authorization", "Bearer " + token("okta")))
            .build();
    try (var scim = new ScimRequestBuilder(base(), config)) {
      assertThat(scim.loadServiceProviderConfiguration().getBulkConfig().isSupported()).isFalse();

      var grace =
          User.builder()
              .userName("grace@goldfish.example")
              .active(true)
              .name(
                  de.captaingoldfish.scim.sdk.common.resources.complex.Name.builder()
                      .givenName("Grace")
                      .familyName("Hopper")
                      .build())
              .build();
      var made = scim.create(User.class, EndpointPaths.USERS).setResource(grace).sendRequest();
      assertThat(made.isSuccess()).as(made.getResponseBody()).isTrue();
      var id = made.getResource().getId().orElseThrow();
      var again = scim.create(User.class, EndpointPaths.USERS).setResource(grace).sendRequest();
      assertThat(again.getHttpStatus()).isEqualTo(409);
      assertThat(again.getErrorResponse().getScimType()).contains("uniqueness");

      var found =
          scim.list(User.class, EndpointPaths.USERS)
              .filter("username", Comparator.EQ, "GRACE@goldfish.example")
              .build()
              .get()
              .sendRequest();
      assertThat(found.getResource().getTotalResults()).isEqualTo(1);
      var searched =
          scim.list(User.class, EndpointPaths.USERS)
              .filter("userName eq \"grace@goldfish.example\"")
              .count(10)
              .post()
              .sendRequest();
      assertThat(searched.isSuccess()).as(searched.getResponseBody()).isTrue();
      assertThat(searched.getResource().getTotalResults()).isEqualTo(1);

      var patched =
          scim.patch(User.class, EndpointPaths.USERS, id)
              .addOperation()
              .op(PatchOp.REPLACE)
              .path("displayName")
              .value("Amazing Grace")
              .next()
              .op(PatchOp.ADD)
              .path("emails")
              .valueNode(
                  de.captaingoldfish.scim.sdk.common.resources.multicomplex.Email.builder()
                      .type("work")
                      .value("grace@goldfish.example")
                      .build())
              .build()
              .sendRequest();
      assertThat(patched.isSuccess()).as(patched.getResponseBody()).isTrue();
      assertThat(patched.getResource().getDisplayName()).contains("Amazing Grace");

      var team =
          scim.create(Group.class, EndpointPaths.GROUPS)
              .setResource(
                  Group.builder()
                      .displayName("Goldfish")
                      .members(
                          List.of(
                              de.captaingoldfish.scim.sdk.common.resources.multicomplex.Member
                                  .builder()
                                  .value(id)
                                  .build()))
                      .build())
              .sendRequest();
      assertThat(team.isSuccess()).as(team.getResponseBody()).isTrue();
      assertThat(team.getResource().getMembers()).hasSize(1);

      var stale =
          scim.update(User.class, EndpointPaths.USERS, id)
              .setETagForIfMatch("W/\"1\"")
              .setResource(grace)
              .sendRequest();
      assertThat(stale.getHttpStatus()).isEqualTo(412);

      assertThat(scim.delete(User.class, EndpointPaths.USERS, id).sendRequest().getHttpStatus())
          .isEqualTo(204);
      assertThat(scim.get(User.class, EndpointPaths.USERS, id).sendRequest().getHttpStatus())
          .isEqualTo(404);
    }
  }
}
