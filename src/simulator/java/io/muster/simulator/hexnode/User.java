package io.muster.simulator.hexnode;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user of the portal. */
final class User {
  static final String LOCAL = "local";

  final int id;
  final String domain;
  final Set<Integer> policies = new LinkedHashSet<>();
  String name;
  @Nullable String email;
  @Nullable String phone;

  User(int id, String name, @Nullable String email, @Nullable String phone, String domain) {
    this.id = id;
    this.name = name;
    this.email = email;
    this.phone = phone;
    this.domain = domain;
  }

  boolean local() {
    return domain.equals(LOCAL);
  }

  boolean has(String address) {
    return email != null && email.equalsIgnoreCase(address);
  }
}
