package io.muster.directory.vendor;

import io.muster.directory.Account;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One account of a plain vendor.
 *
 * @param attributes what is written on it
 */
record PlainUser(String id, String login, Account.Status status, Map<String, String> attributes)
    implements VendorUser {
  PlainUser {
    attributes = Map.copyOf(attributes);
  }

  PlainUser as(Account.Status other) {
    return new PlainUser(id, login, other, attributes);
  }

  PlainUser called(String other) {
    return new PlainUser(id, other, status, attributes);
  }

  PlainUser saying(Map<String, String> changes) {
    var all = new HashMap<>(attributes);
    all.putAll(changes);
    return new PlainUser(id, login, status, all);
  }

  @Override
  public boolean open() {
    return status == Account.Status.ACTIVE;
  }

  @Override
  public String words() {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
