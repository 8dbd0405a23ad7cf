package io.muster.directory.google;

import com.google.api.services.directory.model.Group;
import com.google.api.services.directory.model.Member;
import com.google.api.services.directory.model.Members;
import com.google.api.services.directory.model.User;
import io.muster.directory.GroupId;
import io.muster.directory.google.GoogleSnapshot.Kind;
import io.muster.directory.google.GoogleSnapshot.Sight;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at all accounts and groups of one connection, and at members, a page at a time. */
final class GoogleFullScan {
  /** What changes without anybody's doing, or says nothing of the person. */
  private static final Set<String> IDLE =
      Set.of(
          "etag",
          "lastLoginTime",
          "thumbnailPhotoEtag",
          "thumbnailPhotoUrl",
          "isMailboxSetup",
          "ipWhitelisted");

  private static final String NOBODY = "0";

  private final UserApi users;
  private final GroupApi groups;
  private final AccountLocation number;
  private final GoogleSnapshot seen;

  GoogleFullScan(UserApi users, GroupApi groups, AccountLocation number, GoogleSnapshot seen) {
    this.users = users;
    this.groups = groups;
    this.number = number;
    this.seen = seen;
  }

  void make(long round, Predicate<GroupId> ofInterest) {
    String page = null;
    var everybody = BigInteger.ZERO;
    do {
      var shown = users.page(null, page, null);
      var people = UserApi.users(shown).stream().map(this::sight).toList();
      seen.saw(round, Kind.ACCOUNT, people);
      for (var person : people) {
        everybody = everybody.add(number(person.id()));
      }
      page = shown.getNextPageToken();
    } while (page != null);
    do {
      var shown = groups.page(null, page);
      lookAt(round, GroupApi.groups(shown), ofInterest, everybody);
      page = shown.getNextPageToken();
    } while (page != null);
    seen.missed(round);
  }

  private Sight sight(User user) {
    var said = user.clone();
    IDLE.forEach(idle -> said.set(idle, null));
    var shown = users.shown(user);
    return new Sight(
        shown.id(), hash(said.toString()), shown.account(number), shown.fullName().orElse(null));
  }

  private void lookAt(
      long round, List<Group> page, Predicate<GroupId> ofInterest, BigInteger everybody) {
    var there = new ArrayList<Sight>();
    var filled = new ArrayList<Sight>();
    for (var group : page) {
      var id = String.valueOf(group.getId());
      var named = new Sight(id, hash(group.getName() + "\n" + group.getEmail()), null, null);
      if (!ofInterest.test(new GroupId(id))) {
        there.add(named);
        continue;
      }
      members(group, everybody)
          .ifPresent(
              members -> {
                there.add(named);
                filled.add(new Sight(id, members, null, null));
              });
    }
    seen.saw(round, Kind.GROUP, there);
    seen.saw(round, Kind.MEMBERS, filled);
  }

  private Optional<String> members(Group group, BigInteger everybody) {
    return "0".equals(String.valueOf(group.getDirectMembersCount()))
        ? Optional.of(NOBODY)
        : members(String.valueOf(group.getId()), everybody);
  }

  /** The same for the same members in any order; empty if the group is gone meanwhile. */
  private Optional<String> members(String group, BigInteger everybody) {
    var sum = BigInteger.ZERO;
    String page = null;
    do {
      var shown = groups.members(group, page);
      if (shown.isEmpty()) {
        return Optional.empty();
      }
      for (var person : people(shown.get())) {
        sum = sum.add(number(person.getId()));
      }
      if (holdsTheWholeDomain(shown.get())) {
        sum = everybody;
        break;
      }
      page = shown.get().getNextPageToken();
    } while (page != null);
    return Optional.of(hash(sum.toString(16)));
  }

  /** The people among the members; the nested groups are there by their own members. */
  static List<Member> people(Members page) {
    return members(page, "USER").toList();
  }

  /** True if the group is one of everybody: the customer itself is a member. */
  static boolean holdsTheWholeDomain(Members page) {
    return members(page, "CUSTOMER").findAny().isPresent();
  }

  static Stream<Member> members(Members page, String type) {
    return page.getMembers() == null
        ? Stream.of()
        : page.getMembers().stream()
            .filter(member -> type.equals(member.getType()) && member.getId() != null);
  }

  /** Such numbers can be added up in any order. */
  private static BigInteger number(@Nullable String id) {
    return new BigInteger(hash(id), 16);
  }

  private static String hash(@Nullable String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(String.valueOf(text).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
