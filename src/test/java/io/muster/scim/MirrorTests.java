package io.muster.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.directory.Account.Status;
import io.muster.directory.AccountId;
import io.muster.directory.GroupId;
import io.muster.directory.Member;
import io.muster.directory.Roster;
import io.muster.directory.Roster.Change;
import io.muster.directory.Roster.Change.Kind;
import io.muster.directory.Roster.Changes;
import io.muster.directory.Rosters;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a directory pushed, read like any other directory. */
class MirrorTests extends ScimWorld {
  private static final Duration KEPT = Duration.ofDays(30);

  @Autowired private ScimMirrors mirrors;
  @Autowired private Rosters rosters;
  @Autowired private ChangeRows changes;

  @Test
  void showsTheGroupsAndMembersADirectoryHolds() {
    var user = user("okta", "mirrored@example.com");
    var group = group("Mirrored", user);
    var found = roster().group("Mirrored").orElseThrow();
    assertThat(found.id()).isEqualTo(new GroupId(group));
    assertThat(roster().group(found.id())).contains(found);
    assertThat(roster().group("mirrored")).isEmpty();
    assertThat(roster().members(found.id(), null).items())
        .singleElement()
        .satisfies(
            member -> {
              assertThat(member.account().id()).isEqualTo(new AccountId(user));
              assertThat(member.account().login()).isEqualTo("mirrored@example.com");
              assertThat(member.account().status()).isEqualTo(Status.ACTIVE);
              assertThat(roster().member(new AccountId(user))).contains(member);
            });
    assertThat(roster().member(new AccountId("nobody"))).isEmpty();
    assertThat(mirrors.of("people")).isEmpty();
    assertThat(mirrors.of("entra").orElseThrow().group(found.id())).isEmpty();
  }

  @Test
  void tellsEverythingThatChangedSinceAMark() {
    var mark = roster().mark();
    var user = user("okta", "moving@example.com");
    var group = group("Moving", user);
    patch(
        "okta",
        "/Groups/" + group,
        "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"Moved\"}");
    patch("okta", "/Users/" + user, "{\"op\":\"replace\",\"value\":{\"active\":false}}");
    patch(
        "okta",
        "/Groups/" + group,
        "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}".formatted(user));
    delete("okta", "/Users/" + user);
    delete("okta", "/Groups/" + group);
    var told = roster().changes(mark);
    assertThat(told.lost()).isFalse();
    var id = new GroupId(group);
    var account = new AccountId(user);
    assertThat(told.changes())
        .containsExactly(
            new Change(Kind.ACCOUNT, null, account),
            new Change(Kind.GROUP, id, null),
            new Change(Kind.JOINED, id, account),
            new Change(Kind.GROUP, id, null),
            new Change(Kind.ACCOUNT, null, account),
            new Change(Kind.LEFT, id, account),
            new Change(Kind.ACCOUNT_GONE, null, account),
            new Change(Kind.GROUP_GONE, id, null));
    assertThat(roster().changes(told.mark()).changes()).isEmpty();
    assertThat(roster().changes("99999999").lost()).isTrue();
    assertThatThrownBy(() -> roster().members(id, null)).isInstanceOf(Refused.class);
  }

  @Test
  void readsALargeGroupInPages() {
    var users =
        IntStream.range(0, 450)
            .mapToObj(number -> user("okta", "page%d@example.com".formatted(number)))
            .toList();
    var group = new GroupId(group("Large", users.toArray(new String[0])));
    var seen = new ArrayList<Member>();
    String page = null;
    int pages = 0;
    do {
      var part = roster().members(group, page);
      seen.addAll(part.items());
      page = part.next();
    } while (page != null && ++pages < 10);
    assertThat(seen.stream().map(member -> member.account().id().value()).toList())
        .isEqualTo(users);
    assertThat(pages).isEqualTo(2);
  }

  @Test
  void isReadUnderTheNameOfItsClient() {
    assertThat(rosters.named("okta")).isSameAs(roster());
    assertThatThrownBy(() -> rosters.named("people"))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("no SCIM client 'people'")
        .hasMessageContaining("okta");
  }

  // how long changes are kept

  @Test
  void forgetsWhatIsOldAndWasWorkedOffAndSaysSoToWhoeverAsksForIt() {
    var before = roster().mark();
    user("okta", "forgotten@example.com");
    var after = roster().changes(before).mark();
    assertThat(roster().changes(after).changes()).isEmpty();
    everythingIsOld("muster_scim_change", "at");
    assertThat(changes.remove(KEPT)).isPositive();
    assertThat(roster().changes(after)).isEqualTo(new Changes(List.of(), after, false, false));
    assertThat(roster().mark()).isEqualTo(after);
    assertThat(roster().changes(before)).isEqualTo(new Changes(List.of(), after, false, true));
    user("okta", "remembered@example.com");
    assertThat(roster().changes(after).changes()).hasSize(1);
  }

  @Test
  void keepsWhatIsOldAsLongAsItsReaderHasNotWorkedItOff() {
    var mark = roster().mark();
    user("okta", "unread@example.com");
    assertThat(roster().changes(mark).changes()).as("told, and not worked off yet").hasSize(1);
    everythingIsOld("muster_scim_change", "at");
    changes.remove(KEPT);
    assertThat(roster().changes(mark).changes()).hasSize(1);
  }

  @Test
  void waitsForNoReaderWhoDidNotAskForAsLong() {
    var mark = roster().mark();
    user("okta", "abandoned@example.com");
    everythingIsOld("muster_scim_change", "at");
    everythingIsOld("muster_scim_reader", "read_at");
    assertThat(changes.remove(KEPT)).isPositive();
    assertThat(roster().changes(mark).lost()).isTrue();
  }

  @Test
  void takesAMarkOfAnotherDirectoryForOneThatIsLost() {
    assertThat(roster().changes("a mark of some other directory").lost()).isTrue();
  }

  private void everythingIsOld(String table, String column) {
    jdbc.sql(
            "update %s set %s = %2$s - interval '31 days' where client = 'okta'"
                .formatted(table, column))
        .update();
  }

  private Roster roster() {
    return mirrors.of("okta").orElseThrow();
  }

  private String group(String name, String... members) {
    var all =
        java.util.Arrays.stream(members)
            .map("{\"value\":\"%s\"}"::formatted)
            .collect(Collectors.joining(","));
    var answer =
        post(
            "okta",
            "/Groups",
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"%s\",\"members\":[%s]}"
                .formatted(name, all));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.id();
  }
}
