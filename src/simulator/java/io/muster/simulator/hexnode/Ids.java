package io.muster.simulator.hexnode;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Refusal;
import java.util.Map;

/** Finds what a path names by its number. */
final class Ids {
  private Ids() {}

  /**
   * The thing with the path's {@code {id}}.
   *
   * @throws Refusal answering 404 as the vendor does
   */
  static <T> T find(Call call, Map<Integer, T> among, String what) {
    var id = call.variable("id");
    var found = id.matches("[0-9]{1,9}") ? among.get(Integer.parseInt(id)) : null;
    if (found == null) {
      throw missing(what);
    }
    return found;
  }

  static Refusal missing(String what) {
    return new Refusal(Answer.json(404, Map.of("detail", what + " not found")));
  }
}
