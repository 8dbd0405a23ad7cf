package io.muster.systems;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a system's answer says if it did what was asked, for systems that answer 200 with an error
 * inside: {@code /ok}, which has to be true, or {@code /status = done}.
 */
record SuccessSign(JsonPointer at, String expected) {
  /**
   * Reads the setting.
   *
   * @throws Unusable if it is no JSON pointer
   */
  static SuccessSign read(String text) {
    var cut = text.indexOf('=');
    return new SuccessSign(
        AnswerMapping.pointer((cut < 0 ? text : text.substring(0, cut)).strip()),
        cut < 0 ? "true" : text.substring(cut + 1).strip());
  }

  /** True if the answer has it. */
  boolean isIn(JsonNode answer) {
    var said = answer.at(at);
    return said.isValueNode() && !said.isNull() && expected.equals(said.asText());
  }
}
