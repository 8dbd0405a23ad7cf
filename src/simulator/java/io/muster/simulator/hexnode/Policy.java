package io.muster.simulator.hexnode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** A policy; one that carries Hexnode Access puts an app on computers. */
final class Policy {
  final int id;
  final Instant created;
  final boolean access;
  ObjectNode content;
  String name;
  String description;
  int version = 1;
  boolean archived;
  Instant modified;

  Policy(int id, String name, String description, ObjectNode content, boolean access, Instant now) {
    this.id = id;
    this.name = name;
    this.description = description;
    this.content = content;
    this.access = access;
    this.created = now;
    this.modified = now;
  }
}
