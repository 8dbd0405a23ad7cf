package io.muster.devices;

import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryFleet;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The stand-in of the process tests keeps the fleet's promises. */
class InMemoryFleetTests extends DeviceFleetContract {
  private final World world = new World(empty());

  /** Fleets share device numbers: no order of an earlier one is still on its way. */
  private static InMemoryFleet empty() {
    GROUND.clock().advance(Duration.ofMinutes(2));
    return new InMemoryFleet(GROUND.safety(), GROUND.clock());
  }

  @Override
  protected FleetWorld world() {
    return world;
  }

  private record World(InMemoryFleet fleet) implements FleetWorld {
    @Override
    public FleetUserId user(String email) {
      return fleet.user(email);
    }

    @Override
    public FleetUserId user(String name, String email) {
      return fleet.user(name, email);
    }

    @Override
    public void changeAddress(FleetUserId user, String email) {
      fleet.changeAddress(user, email);
    }

    @Override
    public void drop(FleetUserId user) {
      fleet.drop(user);
    }

    @Override
    public void facts(DeviceId device, Known shared, Known recoveryKey) {
      fleet.shared(device, shared);
      fleet.recoveryKey(device, recoveryKey);
    }

    @Override
    public void lie(Deed deed, DeviceId device, Lie lie) {
      fleet.lie(deed, device, lie);
    }

    @Override
    public void beHonest(Deed deed, DeviceId device) {
      fleet.beHonest(deed, device);
    }

    @Override
    public int usersWith(String email) {
      return fleet.findUser(email).isPresent() ? fleet.userCount() : 0;
    }

    @Override
    public void policy(String name) {
      fleet.policy(name);
    }

    @Override
    public void accessPolicy(String name) {
      fleet.policy(name);
    }

    @Override
    public DeviceId enrol(String email, Platform platform, Ownership ownership) {
      return fleet.enrol(email, platform, ownership);
    }

    @Override
    public void setOnline(DeviceId device, boolean online) {
      fleet.setOnline(device, online);
    }

    @Override
    public void hand(DeviceId device, @Nullable String email) {
      fleet.hand(device, email);
    }

    @Override
    public void failWipe(DeviceId device) {
      fleet.failWipe(device);
    }

    @Override
    public void timePasses() {
      GROUND.clock().advance(Duration.ofMinutes(1));
    }

    @Override
    public Set<String> policiesOf(String group) {
      return fleet.policiesOf(group);
    }

    @Override
    public int messagesTo(String email) {
      return (int) fleet.messages().stream().filter(message -> message.contains(email)).count();
    }

    @Override
    public boolean locked(DeviceId device) {
      return fleet.locked().contains(device);
    }

    @Override
    public boolean isolated(DeviceId device) {
      return fleet.isolated().contains(device);
    }

    @Override
    public int erasures(DeviceId device) {
      return fleet.wipes(device);
    }

    @Override
    public void loseNextAnswer(String operation) {
      fleet.mishaps().loseNextAnswer(operation);
    }

    @Override
    public void turnAwayNext(String operation) {
      fleet
          .mishaps()
          .failNext(operation, Unavailable.turnedAway("turned away by the test", null, null));
    }
  }
}
