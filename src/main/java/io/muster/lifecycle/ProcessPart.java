package io.muster.lifecycle;

import io.muster.process.DiagramNeed;
import io.muster.process.ProcessVariable;
import io.muster.process.ProcessVocabulary;
import java.util.List;
import java.util.Optional;

/**
 * A process of its own that is a part of another one, and knows what that one knows.
 *
 * @param key its id
 * @param whole the process that it is a part of
 * @param needs what code relies on in its diagram
 */
public record ProcessPart(String key, ProcessVocabulary whole, List<DiagramNeed> needs)
    implements ProcessVocabulary {
  /** A part in whose diagram code relies on these. */
  public ProcessPart(String key, ProcessVocabulary whole, DiagramNeed... needs) {
    this(key, whole, List.of(needs));
  }

  @Override
  public List<ProcessVariable<?>> variables() {
    return whole.variables();
  }

  @Override
  public Optional<String> partOf() {
    return Optional.of(whole.key());
  }

  @Override
  public Optional<String> whyNotDeleted() {
    return whole.whyNotDeleted();
  }
}
