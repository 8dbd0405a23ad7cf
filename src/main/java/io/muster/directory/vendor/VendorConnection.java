package io.muster.directory.vendor;

import java.util.Locale;

/**
 * One configured connection to a vendor, as messages name it.
 *
 * @param kind the product as people know it, such as {@code Google Workspace}
 * @param vendor its short name in messages and settings, such as {@code Google}
 * @param name the configured name of the connection
 */
public record VendorConnection(String kind, String vendor, String name) {
  /** Where the settings of this connection begin, without a dot at the end. */
  public String settings() {
    return "muster.%s.connections.%s".formatted(vendor.toLowerCase(Locale.ROOT), name);
  }

  /** For messages, such as {@code Okta (acme)}. */
  @Override
  public String toString() {
    return "%s (%s)".formatted(vendor, name);
  }
}
