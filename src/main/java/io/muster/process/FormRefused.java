package io.muster.process;

import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;

/**
 * A task was not completed because what was handed in does not answer its form; the message says
 * what would. The engine's REST API answers it with 400.
 */
final class FormRefused extends FormFieldValidationException {
  FormRefused(String message) {
    super(message, message);
  }
}
