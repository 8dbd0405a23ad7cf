package io.muster.simulator.hexnode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Refusal;
import io.muster.simulator.hexnode.HexnodeOptions.BodyForm;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a call carries: an object, or an array with one object in it.
 *
 * <p>What cannot be read is refused with 400 and the field's name.
 */
record Body(ObjectNode fields) {

  static Body of(Call call, BodyForm form) {
    var json = call.json();
    boolean array = json.isArray() && json.size() == 1;
    if (array ? form == BodyForm.OBJECT_ONLY : form == BodyForm.ARRAY_ONLY) {
      throw detail("Invalid data.");
    }
    if ((array ? json.get(0) : json) instanceof ObjectNode object) {
      return new Body(object);
    }
    throw detail("Invalid data. Expected a dictionary.");
  }

  boolean has(String name) {
    return fields.has(name);
  }

  /** A text that must be there and say something. */
  String required(String name) {
    return text(name)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> field(name, "This field is required."));
  }

  /** A text that must be there, though it may be empty. */
  String given(String name) {
    return text(name).orElseThrow(() -> field(name, "This field is required."));
  }

  /** A text or number, as text; empty if missing or null. */
  Optional<String> text(String name) {
    var value = fields.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual() && !value.isIntegralNumber()) {
      throw field(name, "Not a valid string.");
    }
    return Optional.of(value.asText());
  }

  int number(String name) {
    var value = fields.path(name);
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw field(name, "A valid integer is required.");
    }
    return value.intValue();
  }

  /** A list of ids; empty if missing. */
  Set<Integer> ids(String name) {
    return ids(name, fields.path(name));
  }

  /** A list of ids that must be there, though it may be empty. */
  Set<Integer> givenIds(String name) {
    if (!fields.path(name).isArray()) {
      throw field(name, "This field is required.");
    }
    return ids(name);
  }

  private static Set<Integer> ids(String name, JsonNode list) {
    if (!list.isMissingNode() && !list.isArray()) {
      throw field(name, "Expected a list of items.");
    }
    var ids = new LinkedHashSet<Integer>();
    for (var id : list) {
      if (!id.isIntegralNumber() || !id.canConvertToInt()) {
        throw field(name, "A valid integer is required.");
      }
      ids.add(id.intValue());
    }
    return ids;
  }

  /** Ids that must all exist. */
  Set<Integer> known(String name, Map<Integer, ?> among) {
    var ids = ids(name);
    for (var id : ids) {
      if (!among.containsKey(id)) {
        throw field(name, "Invalid pk \"" + id + "\" - object does not exist.");
      }
    }
    return ids;
  }

  static Refusal field(String name, String fault) {
    return new Refusal(Answer.json(400, Map.of(name, List.of(fault))));
  }

  static Refusal detail(String fault) {
    return new Refusal(Answer.json(400, Map.of("detail", fault)));
  }
}
