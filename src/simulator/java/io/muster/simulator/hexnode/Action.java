package io.muster.simulator.hexnode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One action asked of one device, waiting for it or done. */
final class Action {
  /** How far it has come. */
  enum Status {
    PENDING,
    IN_PROGRESS,
    SUCCESS,
    FAILED
  }

  final int id;
  final ActionKind kind;
  final ObjectNode request;
  final Instant initiated;
  Status status = Status.PENDING;
  @Nullable Instant completed;
  String message = "";

  Action(int id, ActionKind kind, ObjectNode request, Instant initiated) {
    this.id = id;
    this.kind = kind;
    this.request = request;
    this.initiated = initiated;
  }

  boolean open() {
    return completed == null;
  }

  void end(Status with, Instant at, String saying) {
    status = with;
    completed = at;
    message = saying;
  }
}
