package io.muster.testing;

import io.muster.process.ProcessVariable;
import io.muster.process.ProcessVocabulary;
import io.muster.process.Step;
import java.util.List;

/** The vocabulary of the process {@code sample}, which tests deploy in every shape they need. */
public final class SampleProcess implements ProcessVocabulary {
  /** The process's key. */
  public static final String KEY = "sample";

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public List<ProcessVariable<?>> variables() {
    return List.of(
        Step.EMPLOYEE,
        ProcessVariable.text("decision"),
        ProcessVariable.text("comment"),
        ProcessVariable.text("serial"),
        ProcessVariable.count("days"),
        ProcessVariable.flag("sure"),
        ProcessVariable.texts("parts"),
        ProcessVariable.text("until"));
  }
}
