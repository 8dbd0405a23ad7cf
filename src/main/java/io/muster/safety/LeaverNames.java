package io.muster.safety;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a leaver is called: by HR and the directory as of now, and in device management when their
 * users were written down.
 *
 * @param addresses every address and login of theirs, the present ones too
 * @param names every full name of theirs, the present one too
 * @param colleagues those of the addresses that are somebody else's by now, who works here
 * @param frozen who bore each user when it was written down
 */
record LeaverNames(
    Set<String> addresses, Set<String> names, Set<String> colleagues, Map<String, Bearer> frozen) {
  /** Nothing is known, so nothing can be compared. */
  static final LeaverNames NONE = new LeaverNames(Set.of(), Set.of(), Set.of(), Map.of());

  LeaverNames {
    addresses = addresses.stream().map(Bearer::addressKey).collect(Collectors.toUnmodifiableSet());
    names = names.stream().map(Bearer::nameKey).collect(Collectors.toUnmodifiableSet());
    colleagues =
        colleagues.stream().map(Bearer::addressKey).collect(Collectors.toUnmodifiableSet());
    frozen = Map.copyOf(frozen);
  }

  /** Whose a user is. */
  enum Whose {
    THEIRS,
    /** The address is theirs and the name is not, or the address is a colleague's by now. */
    PERHAPS,
    ANOTHERS
  }

  /** Whose this user, that was theirs once, is now. What is not shown contradicts nothing. */
  Whose whose(String user, @Nullable Bearer now) {
    var before = frozen.get(user);
    if (now == null || (before == null && addresses.isEmpty() && names.isEmpty())) {
      return Whose.THEIRS;
    }
    var isNamed = isName(now.name(), before);
    if (now.address().isEmpty()) {
      return isNamed ? Whose.THEIRS : Whose.ANOTHERS;
    }
    if (!isAddress(now.address(), before)) {
      return Whose.ANOTHERS;
    }
    if (colleagues.contains(now.address())) {
      return isNamed ? Whose.PERHAPS : Whose.ANOTHERS;
    }
    return isNamed ? Whose.THEIRS : Whose.PERHAPS;
  }

  private boolean isName(String name, @Nullable Bearer before) {
    var key = Bearer.nameKey(name);
    return names.contains(key) || (before != null && Bearer.nameKey(before.name()).equals(key));
  }

  private boolean isAddress(String address, @Nullable Bearer before) {
    return addresses.contains(address)
        || (before != null && (before.email() == null || before.address().equals(address)));
  }
}
