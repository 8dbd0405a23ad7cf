package io.muster.process;

import java.util.List;

/** The variables of one process; what is not declared here never reaches history. */
public interface ProcessVocabulary {
  /** The process's key. */
  String key();

  /** Every variable of the process, those of its parts included. */
  List<ProcessVariable<?>> variables();
}
