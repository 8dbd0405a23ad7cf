package io.muster.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One question of a form with answers to choose from.
 *
 * @param labels what each answer says, by the answer
 * @param isRequired true if it has to be answered, whatever else is
 * @param isOpen true if it is always asked, by itself, and nothing is chosen beforehand
 */
public record FormChoice(Map<String, String> labels, boolean isRequired, boolean isOpen) {
  /** Copies the labels in their order. */
  public FormChoice {
    labels = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  static FormChoice of(JsonNode settings) {
    var labels = new LinkedHashMap<String, String>();
    settings
        .path("values")
        .forEach(
            option ->
                labels.merge(
                    option.path("value").asText(),
                    option.path("label").asText(),
                    "%s / %s"::formatted));
    var isOpen =
        isUnset(settings.path("defaultValue"))
            && isUnset(settings.path("readonly"))
            && isUnset(settings.path("disabled"))
            && isUnset(settings.path("valuesKey"))
            && isUnset(settings.path("valuesExpression"))
            && isUnset(settings.path("conditional").path("hide"));
    return new FormChoice(labels, settings.path("validate").path("required").asBoolean(), isOpen);
  }

  private static boolean isUnset(JsonNode setting) {
    return setting.isMissingNode()
        || setting.isNull()
        || (setting.isBoolean() && !setting.asBoolean())
        || (setting.isTextual() && setting.asText().isEmpty());
  }
}
