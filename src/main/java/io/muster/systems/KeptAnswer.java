package io.muster.systems;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Variables as JSON, while they wait for the case to take them over. */
final class KeptAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private KeptAnswer() {}

  static String written(Map<String, @Nullable Object> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("texts and numbers can be written", impossible);
    }
  }

  static Map<String, @Nullable Object> read(String text) {
    try {
      return new TreeMap<>(
          JSON.readValue(text, new TypeReference<Map<String, @Nullable Object>>() {}));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("what we have written can be read", impossible);
    }
  }
}
