package io.muster.testing;

import io.muster.process.ProcessVariable;
import io.muster.process.ProcessVocabulary;
import io.muster.process.Step;
import java.util.List;
import java.util.Optional;

/** The vocabulary of {@code samplePart}, which the process {@code sample} may call. */
public final class SamplePart implements ProcessVocabulary {
  @Override
  public String key() {
    return "samplePart";
  }

  @Override
  public Optional<String> partOf() {
    return Optional.of(SampleProcess.KEY);
  }

  @Override
  public List<ProcessVariable<?>> variables() {
    return List.of(Step.EMPLOYEE, ProcessVariable.text("serial"));
  }
}
