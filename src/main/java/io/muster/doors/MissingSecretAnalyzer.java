package io.muster.doors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to set instead of showing a stack trace. */
final class MissingSecretAnalyzer extends AbstractFailureAnalyzer<MissingSecret> {
  @Override
  protected FailureAnalysis analyze(Throwable failure, MissingSecret missing) {
    return new FailureAnalysis(missing.getMessage(), missing.remedy(), missing);
  }
}
