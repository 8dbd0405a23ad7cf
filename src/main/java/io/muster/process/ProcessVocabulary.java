package io.muster.process;

import java.util.List;
import java.util.Optional;

/** The variables of one process; what is not declared here never reaches history. */
public interface ProcessVocabulary {
  /** The process's key. */
  String key();

  /** Every variable of the process, those of its parts included. */
  List<ProcessVariable<?>> variables();

  /** What code relies on in the diagram; an edit without it is refused. */
  default List<DiagramNeed> needs() {
    return List.of();
  }

  /**
   * The process that this one is a part of, if it is one. A part is called by a diagram, or started
   * by our own code with {@link OwnStart}; nobody starts it through a door, whatever their grants.
   */
  default Optional<String> partOf() {
    return Optional.empty();
  }

  /**
   * Why nobody deletes a running case of it at the engine's doors, and what to do instead; empty if
   * whoever the engine lets may.
   */
  default Optional<String> whyNotDeleted() {
    return Optional.empty();
  }
}
