package io.muster.devices.hexnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.devices.FleetGroupId;
import io.muster.devices.FleetMirror;
import io.muster.devices.FleetMirror.FleetUser;
import io.muster.devices.FleetUserId;
import io.muster.ledger.CaseRef;
import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.simulator.hexnode.HexnodeOptions;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hexnode's users and groups by the many, on the simulated portal. */
class HexnodeMirrorTests {
  private final SimulatedHexnode hexnode =
      new SimulatedHexnode(new HexnodeOptions().unlimited(), Map.of("page-size", "2"));
  private final FleetMirror mirror = hexnode.fleet().mirror();

  @AfterEach
  void close() {
    hexnode.close();
  }

  @Test
  void showsEveryUserInPagesButNobodysOwn() {
    var wanted = new HashSet<FleetUserId>();
    for (int i = 0; i < 5; i++) {
      wanted.add(hexnode.user("p%d@example.com".formatted(i)));
    }
    var seen = new HashSet<FleetUserId>();
    String page = null;
    int pages = 0;
    do {
      var part = mirror.users(page);
      assertThat(part.users()).hasSizeLessThanOrEqualTo(2);
      part.users().forEach(user -> seen.add(user.id()));
      page = part.next();
    } while (page != null && ++pages < 10);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void makesAGroupOnceAndChangesManyMembersByOneCall() {
    var team = group("Team Red");
    assertThat(group("Team Red")).isEqualTo(team);
    assertThat(mirror.groups()).containsEntry("Team Red", team);
    var ada = hexnode.user("ada@example.com");
    var bob = hexnode.user("bob@example.com");
    var eve = hexnode.user("eve@example.com");
    change(team, Set.of(ada, bob), Set.of());
    int before = writes();
    change(team, Set.of(eve), Set.of(ada, bob));
    assertThat(writes() - before).isOne();
    assertThat(mirror.members(team).orElseThrow())
        .containsExactly(new FleetUser(eve, "eve@example.com"));
    assertThat(mirror.members(new FleetGroupId("999"))).isEmpty();
    assertThat(mirror.hasUser(ada)).isTrue();
    assertThat(mirror.hasUser(new FleetUserId("999"))).isFalse();
  }

  @Test
  void givesAGroupAnotherNameAndKeepsItsMembers() {
    var team = group("Team Red");
    var ada = hexnode.user("ada@example.com");
    change(team, Set.of(ada), Set.of());
    inCase(
        () -> {
          mirror.ensureNamed(team, "Team Crimson");
          mirror.ensureNamed(team, "Team Crimson");
          return true;
        });
    assertThat(mirror.groups()).containsEntry("Team Crimson", team).doesNotContainKey("Team Red");
    assertThat(mirror.members(team).orElseThrow()).hasSize(1);
  }

  @Test
  void refusesANameThatAnotherGroupBears() {
    var red = group("Team Red");
    var blue = group("Team Blue");
    assertThatThrownBy(
            () ->
                inCase(
                    () -> {
                      mirror.ensureNamed(red, "Team Blue");
                      return true;
                    }))
        .isInstanceOf(Refused.class);
    assertThat(mirror.groups()).containsEntry("Team Red", red).containsEntry("Team Blue", blue);
  }

  @Test
  void refusesToMakeAUserOfAnAddressThatIsTaken() {
    var ada = inCase(() -> mirror.createUser("Ada Lovelace", "ada@example.com", "E-1"));
    assertThat(hexnode.idOf("ada@example.com")).isEqualTo(Integer.parseInt(ada.value()));
    assertThatThrownBy(
            () -> inCase(() -> mirror.createUser("Ada Lovelace", "ada@example.com", "E-1")))
        .isInstanceOf(Refused.class);
    assertThat(hexnode.usersWith("ada@example.com")).isOne();
  }

  private FleetGroupId group(String name) {
    return inCase(() -> mirror.ensureGroup(name));
  }

  private void change(FleetGroupId group, Set<FleetUserId> in, Set<FleetUserId> out) {
    inCase(
        () -> {
          mirror.changeMembers(group, in, out);
          return true;
        });
  }

  private int writes() {
    return (int)
        hexnode.portal().journal().calls().stream()
            .filter(entry -> !entry.call().method().equals("GET"))
            .count();
  }

  private static <T> T inCase(Supplier<T> work) {
    return new CaseRef("directory-sync", "case-1", new EmployeeId("directory.okta"), "step")
        .during(work);
  }
}
