package io.muster.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.muster.devices.DeviceTraces.Addresses;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import io.muster.safety.WipeKind;
import io.muster.safety.WipeWarrant;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What every device fleet promises, whoever makes it; the wipe safety is the real one. */
public abstract class DeviceFleetContract {
  protected static final Ground GROUND = Ground.shared();

  private final Worker ada = GROUND.newWorker();
  private final Worker bob = GROUND.newWorker();
  private final String number = ada.id().value();
  private final String caseId = "case-" + number;

  /** The fleet under test and what is around it. */
  protected abstract FleetWorld world();

  // users

  @Test
  void findsNobodyWhereThereIsNobody() {
    assertThat(fleet().findUser(ada.workEmail())).isEmpty();
  }

  @Test
  void findsAUserInWhateverLettersTheAddressIsWritten() {
    var user = world().user(ada.workEmail());
    assertThat(fleet().findUser(ada.workEmail().toUpperCase(Locale.ROOT))).contains(user);
  }

  @Test
  void refusesToChooseBetweenTwoUsersOfOneAddress() {
    world().user(ada.workEmail());
    world().user(ada.workEmail());
    assertThatThrownBy(() -> fleet().findUser(ada.workEmail())).isInstanceOf(Refused.class);
  }

  @Test
  void makesAWorkerAUserOnce() {
    var user = step(() -> fleet().ensureUser(ada));
    assertThat(step(() -> fleet().ensureUser(ada))).isEqualTo(user);
    assertThat(fleet().findUser(ada.workEmail())).contains(user);
    assertThat(world().usersWith(ada.workEmail())).isEqualTo(1);
  }

  @Test
  void makesOneUserEvenWhenTheAnswerIsLost() {
    world().loseNextAnswer("ensureUser");
    losesTheAnswer(() -> fleet().ensureUser(ada));
    var user = step(() -> fleet().ensureUser(ada));
    assertThat(fleet().findUser(ada.workEmail())).contains(user);
    assertThat(world().usersWith(ada.workEmail())).isEqualTo(1);
  }

  @Test
  void makesNoUserWhenTheCallIsTurnedAway() {
    world().turnAwayNext("ensureUser");
    assertThatThrownBy(() -> step(() -> fleet().ensureUser(ada)))
        .isInstanceOfSatisfying(
            Unavailable.class, failure -> assertThat(failure.surelyNotSent()).isTrue());
    assertThat(world().usersWith(ada.workEmail())).isZero();
  }

  // groups

  @Test
  void putsAUserIntoGroupsAndLeavesTheOthersAlone() {
    var user = world().user(ada.workEmail());
    step(() -> fleet().ensureInGroups(user, Set.of(named("Sales"))));
    step(() -> fleet().ensureInGroups(user, Set.of(named("Sales"), named("Berlin"))));
    step(() -> fleet().ensureInGroups(user, Set.of()));
    assertThat(fleet().groupsOf(user)).containsExactlyInAnyOrder(named("Sales"), named("Berlin"));
  }

  @Test
  void putsTwoUsersIntoOneGroup() {
    var one = world().user(ada.workEmail());
    var other = world().user(bob.workEmail());
    step(() -> fleet().ensureInGroups(one, Set.of(named("Sales"))));
    step(() -> fleet().ensureInGroups(other, Set.of(named("Sales"))));
    assertThat(fleet().groupsOf(one)).containsExactly(named("Sales"));
    assertThat(fleet().groupsOf(other)).containsExactly(named("Sales"));
  }

  @Test
  void putsAUserIntoGroupsEvenWhenAnAnswerIsLost() {
    var user = world().user(ada.workEmail());
    world().loseNextAnswer("ensureInGroups");
    losesTheAnswer(() -> fleet().ensureInGroups(user, Set.of(named("Sales"), named("Berlin"))));
    step(() -> fleet().ensureInGroups(user, Set.of(named("Sales"), named("Berlin"))));
    assertThat(fleet().groupsOf(user)).containsExactlyInAnyOrder(named("Sales"), named("Berlin"));
  }

  @Test
  void takesAUserOutOfEveryGroupAndNobodyElse() {
    var leaver = world().user(ada.workEmail());
    var stays = world().user(bob.workEmail());
    step(() -> fleet().ensureInGroups(leaver, Set.of(named("Sales"), named("Berlin"))));
    step(() -> fleet().ensureInGroups(stays, Set.of(named("Sales"))));
    world().loseNextAnswer("ensureInNoGroup");
    losesTheAnswer(() -> fleet().ensureInNoGroup(leaver));
    step(() -> fleet().ensureInNoGroup(leaver));
    step(() -> fleet().ensureInNoGroup(leaver));
    assertThat(fleet().groupsOf(leaver)).isEmpty();
    assertThat(fleet().groupsOf(stays)).containsExactly(named("Sales"));
  }

  @Test
  void takesTheUserOutOfTheNamedGroupsOnly() {
    var mover = world().user(ada.workEmail());
    var stays = world().user(bob.workEmail());
    step(() -> fleet().ensureInGroups(mover, Set.of(named("Sales"), named("Berlin"))));
    step(() -> fleet().ensureInGroups(stays, Set.of(named("Sales"))));
    world().loseNextAnswer("ensureOutOfGroups");
    losesTheAnswer(() -> fleet().ensureOutOfGroups(mover, Set.of(named("Sales"))));
    step(() -> fleet().ensureOutOfGroups(mover, Set.of(named("Sales"), named("Nowhere"))));
    assertThat(fleet().groupsOf(mover)).containsExactly(named("Berlin"));
    assertThat(fleet().groupsOf(stays)).containsExactly(named("Sales"));
  }

  @Test
  void isContentThatAUserWhoIsGoneIsInNoGroup() {
    var gone = new FleetUserId("987654321");
    step(() -> fleet().ensureOutOfGroups(gone, Set.of(named("Sales"))));
    step(() -> fleet().ensureInNoGroup(gone));
    assertThat(fleet().groupsOf(gone)).isEmpty();
  }

  @Test
  void tiesPoliciesToAGroup() {
    world().policy(named("Wi-Fi"));
    world().policy(named("VPN"));
    step(() -> fleet().ensurePoliciesOnGroup(named("Sales"), Set.of(named("Wi-Fi"))));
    world().loseNextAnswer("ensurePoliciesOnGroup");
    losesTheAnswer(
        () -> fleet().ensurePoliciesOnGroup(named("Sales"), Set.of(named("Wi-Fi"), named("VPN"))));
    step(() -> fleet().ensurePoliciesOnGroup(named("Sales"), Set.of(named("Wi-Fi"), named("VPN"))));
    assertThat(world().policiesOf(named("Sales")))
        .containsExactlyInAnyOrder(named("Wi-Fi"), named("VPN"));
  }

  @Test
  void refusesToTieAPolicyThatIsMissing() {
    world().policy(named("Wi-Fi"));
    assertThatThrownBy(
            () ->
                step(
                    () ->
                        fleet()
                            .ensurePoliciesOnGroup(
                                named("Sales"), Set.of(named("Wi-Fi"), named("Nothing")))))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(named("Nothing"));
    assertThat(world().policiesOf(named("Sales"))).isEmpty();
  }

  // enrolment

  @Test
  void sendsOneRequestForEachOccasion() {
    var user = world().user(ada.workEmail());
    step(() -> fleet().askToEnrol(user, Ownership.CORPORATE, "request 1"));
    step(() -> fleet().askToEnrol(user, Ownership.CORPORATE, "request 1"));
    assertThat(world().messagesTo(ada.workEmail())).isEqualTo(1);
    step(() -> fleet().askToEnrol(user, Ownership.CORPORATE, "reminder 1"));
    assertThat(world().messagesTo(ada.workEmail())).isEqualTo(2);
    Ground.inCase(
        caseId + "-later",
        ada.id(),
        done(() -> fleet().askToEnrol(user, Ownership.PERSONAL, "request 1")));
    assertThat(world().messagesTo(ada.workEmail())).isEqualTo(3);
  }

  @Test
  void sendsNoSecondRequestWhenTheAnswerIsLost() {
    var user = world().user(ada.workEmail());
    world().loseNextAnswer("askToEnrol");
    losesTheAnswer(() -> fleet().askToEnrol(user, Ownership.CORPORATE, "request 1"));
    step(() -> fleet().askToEnrol(user, Ownership.CORPORATE, "request 1"));
    assertThat(world().messagesTo(ada.workEmail())).isEqualTo(1);
  }

  @Test
  void sendsTheRequestAgainThatWasTurnedAway() {
    var user = world().user(ada.workEmail());
    world().turnAwayNext("askToEnrol");
    assertThatThrownBy(() -> step(() -> fleet().askToEnrol(user, Ownership.CORPORATE, "request 1")))
        .isInstanceOf(Unavailable.class);
    step(() -> fleet().askToEnrol(user, Ownership.CORPORATE, "request 1"));
    assertThat(world().messagesTo(ada.workEmail())).isEqualTo(1);
  }

  // devices

  @Test
  void listsTheDevicesOfOneUserOnly() {
    var user = world().user(ada.workEmail());
    world().user(bob.workEmail());
    var laptop = world().enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var phone = world().enrol(ada.workEmail(), Platform.ANDROID, Ownership.PERSONAL);
    world().enrol(bob.workEmail(), Platform.WINDOWS, Ownership.CORPORATE);
    assertThat(fleet().devicesOf(user))
        .extracting(Device::id, Device::platform, Device::owner, Device::enrolled)
        .containsExactlyInAnyOrder(
            tuple(laptop, Platform.MACOS, user, true), tuple(phone, Platform.ANDROID, user, true));
  }

  @ParameterizedTest
  @EnumSource(names = {"MACOS", "WINDOWS", "IOS", "ANDROID"})
  void readsADeviceAsItIsNow(Platform platform) {
    var user = world().user(ada.workEmail());
    var other = world().user(bob.workEmail());
    var id = world().enrol(ada.workEmail(), platform, Ownership.CORPORATE);
    var device = fleet().read(id).orElseThrow();
    assertThat(device.platform()).isEqualTo(platform);
    assertThat(device.ownership()).isEqualTo(Ownership.CORPORATE);
    assertThat(device.owner()).isEqualTo(user);
    assertThat(device.serial()).isNotBlank();
    assertThat(device.enrolledAt()).isNotNull();
    assertThat(device.enrolled()).isTrue();
    world().hand(id, bob.workEmail());
    assertThat(fleet().read(id)).map(Device::owner).contains(other);
    world().hand(id, null);
    assertThat(fleet().read(id).orElseThrow().owner()).isNull();
  }

  @Test
  void readsNothingWhereThereIsNoDevice() {
    assertThat(fleet().read(new DeviceId(987654321))).isEmpty();
  }

  @Test
  void tiesAPolicyToDevices() {
    world().user(ada.workEmail());
    world().policy(named("Kiosk"));
    var one = world().enrol(ada.workEmail(), Platform.ANDROID, Ownership.CORPORATE);
    var other = world().enrol(ada.workEmail(), Platform.ANDROID, Ownership.CORPORATE);
    assertThat(fleet().policiesOn(one)).doesNotContain(named("Kiosk"));
    world().loseNextAnswer("ensurePolicyOnDevices");
    losesTheAnswer(() -> fleet().ensurePolicyOnDevices(named("Kiosk"), Set.of(one, other)));
    step(() -> fleet().ensurePolicyOnDevices(named("Kiosk"), Set.of(one, other)));
    assertThat(fleet().policiesOn(one)).contains(named("Kiosk"));
    assertThat(fleet().policiesOn(other)).contains(named("Kiosk"));
  }

  @Test
  void refusesToTieAMissingPolicyToADevice() {
    world().user(ada.workEmail());
    var device = world().enrol(ada.workEmail(), Platform.ANDROID, Ownership.CORPORATE);
    assertThatThrownBy(
            () -> step(() -> fleet().ensurePolicyOnDevices(named("Nothing"), Set.of(device))))
        .isInstanceOf(Refused.class);
  }

  @Test
  void seesTheLoginWindowOnceItHasCome() {
    world().user(ada.workEmail());
    world().accessPolicy(named("Access"));
    var laptop = world().enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var off = world().enrol(ada.workEmail(), Platform.WINDOWS, Ownership.CORPORATE);
    world().setOnline(off, false);
    assertThat(fleet().accessSeenOn(laptop)).isFalse();
    step(() -> fleet().ensurePolicyOnDevices(named("Access"), Set.of(laptop, off)));
    world().timePasses();
    assertThat(fleet().accessSeenOn(laptop)).isTrue();
    assertThat(fleet().accessSeenOn(off)).isFalse();
  }

  // containing

  @Test
  void locksDevicesAndSeesItDoneOnlyWhereTheyAreOnline() {
    world().user(ada.workEmail());
    var laptop = world().enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var off = world().enrol(ada.workEmail(), Platform.WINDOWS, Ownership.CORPORATE);
    world().setOnline(off, false);
    var since = now();
    assertThat(fleet().lockProgress(laptop, since)).isEqualTo(Progress.NOT_FOUND);
    step(() -> fleet().ensureLocked(Set.of(laptop, off)));
    world().timePasses();
    assertThat(world().locked(laptop)).isTrue();
    assertThat(fleet().lockProgress(laptop, since)).isEqualTo(Progress.DONE);
    assertThat(fleet().lockProgress(off, since)).isEqualTo(Progress.PENDING);
  }

  @Test
  void locksDevicesEvenWhenTheAnswerIsLostOrTheCallTurnedAway() {
    world().user(ada.workEmail());
    var laptop = world().enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    world().turnAwayNext("ensureLocked");
    assertThatThrownBy(() -> step(() -> fleet().ensureLocked(Set.of(laptop))))
        .isInstanceOf(Unavailable.class);
    world().loseNextAnswer("ensureLocked");
    losesTheAnswer(() -> fleet().ensureLocked(Set.of(laptop)));
    step(() -> fleet().ensureLocked(Set.of(laptop)));
    world().timePasses();
    assertThat(world().locked(laptop)).isTrue();
  }

  @Test
  void cutsDevicesOffEvenWhenTheAnswerIsLost() {
    world().user(ada.workEmail());
    var laptop = world().enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var phone = world().enrol(ada.workEmail(), Platform.IOS, Ownership.PERSONAL);
    world().loseNextAnswer("ensureIsolated");
    losesTheAnswer(() -> fleet().ensureIsolated(Set.of(laptop, phone)));
    step(() -> fleet().ensureIsolated(Set.of(laptop, phone)));
    step(() -> fleet().ensureIsolated(Set.of(laptop, phone)));
    assertThat(world().isolated(laptop)).isTrue();
    assertThat(world().isolated(phone)).isTrue();
  }

  @Test
  void letsDevicesInAgainEvenWhenTheAnswerIsLost() {
    world().user(ada.workEmail());
    var laptop = world().enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var other = world().enrol(ada.workEmail(), Platform.WINDOWS, Ownership.CORPORATE);
    step(() -> fleet().ensureIsolated(Set.of(laptop, other)));
    world().loseNextAnswer("ensureReleased");
    losesTheAnswer(() -> fleet().ensureReleased(Set.of(laptop)));
    step(() -> fleet().ensureReleased(Set.of(laptop)));
    assertThat(world().isolated(laptop)).isFalse();
    assertThat(world().isolated(other)).isTrue();
  }

  @Test
  void isContentWhereThereIsNothingToContain() {
    step(() -> fleet().ensureReleased(Set.of()));
    step(() -> fleet().ensureLocked(Set.of()));
    step(() -> fleet().ensureIsolated(Set.of()));
  }

  // seeing

  @Test
  void saysInWordsHowFarALockHasCome() {
    world().user(ada.workEmail());
    var laptop = world().enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var off = world().enrol(ada.workEmail(), Platform.WINDOWS, Ownership.CORPORATE);
    world().setOnline(off, false);
    var silentSince = fleet().read(off).orElseThrow().lastSeen();
    var since = now();
    assertThat(fleet().lockSeen(laptop, since).progress()).isEqualTo(Progress.NOT_FOUND);
    step(() -> fleet().ensureLocked(Set.of(laptop, off)));
    world().timePasses();
    assertThat(fleet().lockSeen(laptop, since).progress()).isEqualTo(Progress.DONE);
    assertThat(fleet().lockSeen(off, since).progress()).isEqualTo(Progress.PENDING);
    assertThat(fleet().lockSeen(off, since).words()).contains("silent since " + silentSince);
    assertThat(fleet().lockSeen(laptop, now().plus(Duration.ofMinutes(2))).progress())
        .as("what was asked for before does not count")
        .isEqualTo(Progress.NOT_FOUND);
    world().setOnline(off, true);
    world().timePasses();
    assertThat(fleet().lockSeen(off, since).progress()).isEqualTo(Progress.DONE);
  }

  @Test
  void seesIsolationOnlyWhereTheDeviceHasTakenIt() {
    world().user(ada.workEmail());
    var laptop = world().enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var off = world().enrol(ada.workEmail(), Platform.WINDOWS, Ownership.CORPORATE);
    world().setOnline(off, false);
    var since = now();
    assertThat(fleet().isolationSeen(laptop, since).progress()).isEqualTo(Progress.NOT_FOUND);
    step(() -> fleet().ensureIsolated(Set.of(laptop, off)));
    world().timePasses();
    assertThat(fleet().isolationSeen(laptop, since).progress()).isEqualTo(Progress.DONE);
    assertThat(fleet().isolationSeen(off, since).progress()).isEqualTo(Progress.PENDING);
    assertThat(fleet().isolationSeen(off, since).words()).contains("silent since ");
    step(() -> fleet().ensureReleased(Set.of(laptop)));
    assertThat(fleet().isolationSeen(laptop, since).progress()).isNotEqualTo(Progress.DONE);
  }

  @ParameterizedTest
  @CsvSource({
    "LOCK,FORGETS,NOT_FOUND",
    "LOCK,FAILS,FAILED",
    "LOCK,UNDOES,FAILED",
    "ISOLATE,FORGETS,NOT_FOUND",
    "ISOLATE,FAILS,FAILED",
    "ISOLATE,UNDOES,FAILED",
  })
  void seesThroughAYesThatDidNothingAndAsksAgain(Deed deed, Lie lie, Progress seen) {
    world().user(ada.workEmail());
    var laptop = world().enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var since = now();
    if (lie != Lie.UNDOES) {
      world().lie(deed, laptop, lie);
    }
    step(() -> contain(deed, laptop));
    world().timePasses();
    if (lie == Lie.UNDOES) {
      assertThat(seen(deed, laptop, since)).isEqualTo(Progress.DONE);
      world().lie(deed, laptop, lie);
      world().timePasses();
    }
    assertThat(seen(deed, laptop, since)).isEqualTo(seen);
    world().beHonest(deed, laptop);
    GROUND.clock().advance(Duration.ofMinutes(2));
    step(() -> contain(deed, laptop));
    world().timePasses();
    assertThat(seen(deed, laptop, since)).isEqualTo(Progress.DONE);
  }

  private void contain(Deed deed, DeviceId device) {
    if (deed == Deed.LOCK) {
      fleet().ensureLocked(Set.of(device));
    } else {
      fleet().ensureIsolated(Set.of(device));
    }
  }

  private Progress seen(Deed deed, DeviceId device, Instant since) {
    return (deed == Deed.LOCK
            ? fleet().lockSeen(device, since)
            : fleet().isolationSeen(device, since))
        .progress();
  }

  @Test
  void takesNoAnswerAboutAnotherDeviceForOneAboutThis() {
    var device = enrolled(WipeKind.COMPLETE);
    var warrant = warrant(device, WipeKind.COMPLETE);
    var since = now();
    world().lie(Deed.WIPE, device, Lie.SHOWS_ANOTHER);
    assertThatThrownBy(() -> fleet().read(device)).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> fleet().wipeSeen(device, WipeKind.COMPLETE, since))
        .isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> step(() -> fleet().wipe(warrant))).isInstanceOf(Unavailable.class);
    world().lie(Deed.ISOLATE, device, Lie.SHOWS_ANOTHER);
    assertThatThrownBy(() -> fleet().policiesOn(device)).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> fleet().isolationSeen(device, since)).isInstanceOf(Unavailable.class);
    assertThat(world().erasures(device)).isZero();
    world().beHonest(Deed.WIPE, device);
    assertThat(fleet().read(device)).isPresent();
  }

  @Test
  void wakesADeviceThatIsOnline() {
    world().user(ada.workEmail());
    var laptop = world().enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var off = world().enrol(ada.workEmail(), Platform.WINDOWS, Ownership.CORPORATE);
    world().setOnline(off, false);
    GROUND.clock().advance(Duration.ofHours(3));
    var since = now();
    step(() -> fleet().wake(Set.of(laptop, off)));
    step(() -> fleet().wake(Set.of()));
    world().timePasses();
    assertThat(fleet().read(laptop).orElseThrow().lastSeen()).isAfterOrEqualTo(since);
    assertThat(fleet().read(off).orElseThrow().lastSeen()).isBefore(since);
    assertThat(world().locked(laptop)).isFalse();
    assertThat(world().erasures(laptop)).isZero();
  }

  @Test
  void showsSharingAndRecoveryKey() {
    world().user(ada.workEmail());
    var laptop = world().enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    for (var fact : Known.values()) {
      world().facts(laptop, fact, Known.YES);
      assertThat(fleet().read(laptop)).map(Device::shared).contains(fact);
      world().facts(laptop, Known.NO, fact);
      assertThat(fleet().read(laptop).orElseThrow().facts().recoveryKey()).isEqualTo(fact);
    }
  }

  // tracing

  @Test
  void tracesTheDevicesOfTheOneUserOfAnAddress() {
    var user = world().user(ada.workEmail());
    world().user(bob.workEmail());
    var laptop = world().enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    world().enrol(bob.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var found = trace(Set.of(ada.workEmail().toUpperCase(Locale.ROOT)), Set.of(), List.of());
    assertThat(found.users())
        .extracting(traced -> traced.user().id(), TracedDevices.TracedUser::certain)
        .containsExactly(tuple(user, true));
    assertThat(found.devices())
        .singleElement()
        .satisfies(
            traced -> {
              assertThat(traced.device().id()).isEqualTo(laptop);
              assertThat(traced.because()).contains(ada.workEmail());
            });
    assertThat(found.perhaps()).isEmpty();
  }

  @Test
  void tracesAllUsersOfOneAddressAndIsSureOfNone() {
    var one = world().user(ada.workEmail());
    var laptop = world().enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var other = world().user(ada.workEmail());
    var found = trace(Set.of(ada.workEmail()), Set.of(), List.of());
    assertThat(found.users())
        .extracting(traced -> traced.user().id(), TracedDevices.TracedUser::certain)
        .containsExactlyInAnyOrder(tuple(one, false), tuple(other, false));
    assertThat(found.devices()).extracting(traced -> traced.device().id()).containsExactly(laptop);
    assertThat(found.devices().get(0).because()).contains("one of 2");
  }

  @Test
  void tracesAFormerAddressAndIsNotSureOfItsUser() {
    var user = world().user(ada.workEmail());
    var phone = world().enrol(ada.workEmail(), Platform.IOS, Ownership.CORPORATE);
    var maiden = world().user("maiden." + ada.workEmail());
    var laptop = world().enrol("maiden." + ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var maidenName = Set.of("maiden." + ada.workEmail());
    var addresses = new Addresses(Set.of(ada.workEmail()), maidenName, Set.of());
    var found = trace(addresses, Set.of(), List.of());
    assertThat(found.users())
        .extracting(traced -> traced.user().id(), TracedDevices.TracedUser::certain)
        .containsExactlyInAnyOrder(tuple(user, true), tuple(maiden, false));
    assertThat(found.devices())
        .extracting(traced -> traced.device().id())
        .containsExactlyInAnyOrder(phone, laptop);
  }

  @Test
  void asksAboutAnAddressThatIsAColleaguesByNow() {
    var colleague = world().user("Bob Builder", bob.workEmail());
    world().enrol(bob.workEmail(), Platform.IOS, Ownership.PERSONAL);
    var bobs = Set.of(bob.workEmail().toUpperCase(Locale.ROOT));
    for (var addresses :
        List.of(
            new Addresses(Set.of(ada.workEmail()), bobs, bobs),
            new Addresses(bobs, Set.of(), bobs))) {
      var found = trace(addresses, Set.of(), List.of());
      assertThat(found.users()).isEmpty();
      assertThat(found.devices()).isEmpty();
      assertThat(found.perhaps()).extracting(DeviceUser::id).containsExactly(colleague);
    }
    assertThat(
            trace(new Addresses(Set.of(ada.workEmail()), bobs, bobs), Set.of(colleague), List.of())
                .users())
        .as("a former address, though the user was seen to be theirs")
        .isEmpty();
  }

  @Test
  void isNotSureOfAPresentAddressThatIsAlsoAColleagues() {
    var named = world().user("Ada Number" + number, ada.workEmail());
    var both = Set.of(ada.workEmail());
    assertThat(trace(new Addresses(both, Set.of(), both), Set.of(), List.of()).users())
        .extracting(traced -> traced.user().id(), TracedDevices.TracedUser::certain)
        .containsExactly(tuple(named, false));
  }

  @Test
  void tracesAKnownUserByNameAndAsksAboutOneThatBecameSomebodyElse() {
    var named = world().user("Number%s ÁDA".formatted(number), "new." + ada.workEmail());
    var given = world().user("Bob Builder", bob.workEmail());
    var namesake = world().user("ada number" + number, "other." + ada.workEmail());
    var found = trace(Set.of(ada.workEmail()), Set.of(named, given), List.of());
    assertThat(found.users()).extracting(traced -> traced.user().id()).containsExactly(named);
    assertThat(found.perhaps())
        .extracting(DeviceUser::id)
        .containsExactlyInAnyOrder(given, namesake);
    assertThat(trace(Set.of(ada.workEmail()), Set.of(), List.of()).perhaps())
        .extracting(DeviceUser::id)
        .containsExactlyInAnyOrder(named, namesake);
  }

  @Test
  void tracesADeviceThatBelongsToNobodyNowBySerialAndEnrolment() {
    var user = world().user("Ada", ada.workEmail());
    world().user(bob.workEmail());
    var dropped = world().enrol(ada.workEmail(), Platform.WINDOWS, Ownership.CORPORATE);
    var handed = world().enrol(ada.workEmail(), Platform.WINDOWS, Ownership.CORPORATE);
    var stranger = world().enrol(bob.workEmail(), Platform.WINDOWS, Ownership.CORPORATE);
    var known = List.of(known(dropped), known(handed));
    world().hand(handed, bob.workEmail());
    world().hand(stranger, null);
    world().drop(user);
    var found = trace(Set.of(ada.workEmail()), Set.of(user), known);
    assertThat(found.users()).isEmpty();
    assertThat(found.devices()).extracting(traced -> traced.device().id()).containsExactly(dropped);
    assertThat(found.devices().get(0).because()).contains("nobody");
    assertThat(found.unassigned()).extracting(Device::id).contains(stranger);
    assertThat(found.unassigned()).extracting(Device::id).doesNotContain(dropped, handed);
    var first = known.get(0);
    for (var other :
        List.of(
            new KnownDevice(dropped, first.serial() + "x", first.enrolledAt()),
            new KnownDevice(dropped, "", first.enrolledAt()),
            new KnownDevice(dropped, first.serial(), null),
            new KnownDevice(
                dropped,
                first.serial(),
                Objects.requireNonNull(first.enrolledAt()).minusMillis(1)))) {
      var again = trace(Set.of(ada.workEmail()), Set.of(), List.of(other));
      assertThat(again.devices()).isEmpty();
      assertThat(again.unassigned()).extracting(Device::id).contains(dropped);
    }
  }

  private KnownDevice known(DeviceId device) {
    var seen = fleet().read(device).orElseThrow();
    return new KnownDevice(device, seen.serial(), seen.enrolledAt());
  }

  private TracedDevices trace(
      Set<String> addresses, Set<FleetUserId> users, List<KnownDevice> devices) {
    return trace(Addresses.present(addresses), users, devices);
  }

  private TracedDevices trace(
      Addresses addresses, Set<FleetUserId> users, List<KnownDevice> devices) {
    return fleet()
        .trace(new DeviceTraces(addresses, Set.of("Ada Number" + number), users, devices));
  }

  // wiping

  @Test
  void saysInWordsHowFarAWipeHasCome() {
    var device = enrolled(WipeKind.COMPLETE);
    var warrant = warrant(device, WipeKind.COMPLETE);
    world().setOnline(device, false);
    var since = now();
    assertThat(fleet().wipeSeen(device, WipeKind.COMPLETE, since).progress())
        .isEqualTo(Progress.NOT_FOUND);
    step(() -> fleet().wipe(warrant));
    world().timePasses();
    var waiting = fleet().wipeSeen(device, WipeKind.COMPLETE, since);
    assertThat(waiting.progress()).isEqualTo(Progress.PENDING);
    assertThat(waiting.words()).contains("silent since ");
    world().setOnline(device, true);
    world().timePasses();
    assertThat(fleet().wipeSeen(device, WipeKind.COMPLETE, since).progress())
        .isEqualTo(Progress.DONE);
  }

  @Test
  void doesNotTakeAWipeThatWasForgottenForDone() {
    var device = enrolled(WipeKind.COMPLETE);
    var warrant = warrant(device, WipeKind.COMPLETE);
    world().lie(Deed.WIPE, device, Lie.FORGETS);
    var since = now();
    step(() -> fleet().wipe(warrant));
    world().timePasses();
    assertThat(fleet().wipeSeen(device, WipeKind.COMPLETE, since).progress())
        .isEqualTo(Progress.NOT_FOUND);
  }

  @ParameterizedTest
  @EnumSource
  void wipesTheOneDeviceOfTheWarrantOnce(WipeKind kind) {
    var device = enrolled(kind);
    var other = world().enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var warrant = warrant(device, kind);
    var since = now();
    assertThat(fleet().wipeProgress(device, kind, since)).isEqualTo(Progress.NOT_FOUND);
    step(() -> fleet().wipe(warrant));
    world().timePasses();
    assertThat(fleet().wipeProgress(device, kind, since)).isEqualTo(Progress.DONE);
    step(() -> fleet().wipe(warrant));
    world().timePasses();
    assertThat(world().erasures(device)).isEqualTo(1);
    assertThat(world().erasures(other)).isZero();
    assertThat(fleet().wipeProgress(other, kind, since)).isEqualTo(Progress.NOT_FOUND);
  }

  @ParameterizedTest
  @EnumSource
  void wipesOnceEvenWhenTheAnswerIsLost(WipeKind kind) {
    var device = enrolled(kind);
    var warrant = warrant(device, kind);
    world().loseNextAnswer("wipe");
    losesTheAnswer(() -> fleet().wipe(warrant));
    GROUND.clock().advance(Duration.ofMinutes(2));
    step(() -> fleet().wipe(warrant));
    world().timePasses();
    step(() -> fleet().wipe(warrant));
    world().timePasses();
    assertThat(world().erasures(device)).isEqualTo(1);
  }

  @Test
  void wipesOnceWhenTheDeviceIsOfflineAndTheAnswerIsLost() {
    var device = enrolled(WipeKind.COMPLETE);
    var warrant = warrant(device, WipeKind.COMPLETE);
    world().setOnline(device, false);
    var since = now();
    world().loseNextAnswer("wipe");
    losesTheAnswer(() -> fleet().wipe(warrant));
    GROUND.clock().advance(Duration.ofMinutes(2));
    step(() -> fleet().wipe(warrant));
    world().timePasses();
    assertThat(fleet().wipeProgress(device, WipeKind.COMPLETE, since)).isEqualTo(Progress.PENDING);
    world().setOnline(device, true);
    world().timePasses();
    assertThat(fleet().wipeProgress(device, WipeKind.COMPLETE, since)).isEqualTo(Progress.DONE);
    assertThat(world().erasures(device)).isEqualTo(1);
  }

  @Test
  void wipesAfterTheCallWasTurnedAwayAndTheWorldHasSettled() {
    var device = enrolled(WipeKind.COMPLETE);
    var warrant = warrant(device, WipeKind.COMPLETE);
    world().turnAwayNext("wipe");
    assertThatThrownBy(() -> step(() -> fleet().wipe(warrant))).isInstanceOf(Unavailable.class);
    GROUND.clock().advance(Duration.ofMinutes(2));
    step(() -> fleet().wipe(warrant));
    world().timePasses();
    assertThat(world().erasures(device)).isEqualTo(1);
  }

  @Test
  void refusesADeviceThatHasGoneToSomebodyElse() {
    var device = enrolled(WipeKind.COMPLETE);
    var warrant = warrant(device, WipeKind.COMPLETE);
    world().user(bob.workEmail());
    world().hand(device, bob.workEmail());
    assertThatThrownBy(() -> step(() -> fleet().wipe(warrant)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("owner");
    world().timePasses();
    assertThat(world().erasures(device)).isZero();
  }

  @Test
  void refusesWhileTheLeaverIsUnderLegalHold() {
    var device = enrolled(WipeKind.COMPLETE);
    var warrant = warrant(device, WipeKind.COMPLETE);
    GROUND.hold(ada.id());
    assertThatThrownBy(() -> step(() -> fleet().wipe(warrant))).isInstanceOf(Refused.class);
    world().timePasses();
    assertThat(world().erasures(device)).isZero();
  }

  @Test
  void saysThatAWipeFailed() {
    var device = enrolled(WipeKind.COMPLETE);
    var warrant = warrant(device, WipeKind.COMPLETE);
    world().failWipe(device);
    var since = now();
    step(() -> fleet().wipe(warrant));
    world().timePasses();
    assertThat(fleet().wipeProgress(device, WipeKind.COMPLETE, since)).isEqualTo(Progress.FAILED);
    assertThat(fleet().wipeSeen(device, WipeKind.COMPLETE, since).words())
        .contains("The device said no.");
  }

  private DeviceId enrolled(WipeKind kind) {
    world().user(ada.workEmail());
    return kind == WipeKind.COMPLETE
        ? world().enrol(ada.workEmail(), Platform.WINDOWS, Ownership.CORPORATE)
        : world().enrol(ada.workEmail(), Platform.ANDROID, Ownership.PERSONAL);
  }

  private WipeWarrant warrant(DeviceId device, WipeKind kind) {
    var facts = fleet().read(device).orElseThrow().facts();
    var warrant = GROUND.warrant(caseId, ada.id(), facts, kind);
    // online still, it shows itself once more
    fleet().read(device);
    return warrant;
  }

  private DeviceFleet fleet() {
    return world().fleet();
  }

  private String named(String name) {
    return name + " of " + number;
  }

  private static Instant now() {
    return GROUND.clock().instant();
  }

  private void losesTheAnswer(Runnable work) {
    assertThatThrownBy(() -> step(work))
        .isInstanceOfSatisfying(
            Unavailable.class, failure -> assertThat(failure.surelyNotSent()).isFalse());
  }

  private void step(Runnable work) {
    Ground.inCase(caseId, ada.id(), done(work));
  }

  private <T> T step(Supplier<T> work) {
    return Ground.inCase(caseId, ada.id(), work);
  }

  private static Supplier<List<Object>> done(Runnable work) {
    return () -> {
      work.run();
      return List.of();
    };
  }
}
