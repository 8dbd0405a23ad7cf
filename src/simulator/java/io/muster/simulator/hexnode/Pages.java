package io.muster.simulator.hexnode;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Refusal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists come in pages of a hundred, or of up to 250 if asked for. */
final class Pages {
  private static final int USUAL = 100;
  private static final int MOST = 250;

  private Pages() {}

  static <T> Answer of(Call call, List<T> all, Function<T, ObjectNode> shape) {
    int size = Math.min(MOST, positive(call, "per_page", USUAL));
    int page = positive(call, "page", 1);
    int last = Math.max(1, (all.size() + size - 1) / size);
    if (page > last) {
      throw new Refusal(Answer.json(404, Map.of("detail", "Invalid page.")));
    }
    var results = all.subList((page - 1) * size, Math.min(all.size(), page * size));
    var envelope =
        JsonNodeFactory.instance
            .objectNode()
            .put("count", all.size())
            .put("next", page == last ? null : link(call, page + 1))
            .put("previous", page == 1 ? null : link(call, page - 1));
    envelope.set("results", Shapes.all(results, shape));
    return Answer.json(200, envelope);
  }

  private static @Nullable String link(Call call, int page) {
    var parameters = new LinkedHashMap<>(call.parameters());
    parameters.put("page", Integer.toString(page));
    return parameters.entrySet().stream()
        .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
        .collect(Collectors.joining("&", call.origin() + call.path() + "?", ""));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static int positive(Call call, String name, int otherwise) {
    var text = call.parameter(name).orElse("");
    return text.matches("0*[1-9][0-9]{0,6}") ? Integer.parseInt(text) : otherwise;
  }
}
