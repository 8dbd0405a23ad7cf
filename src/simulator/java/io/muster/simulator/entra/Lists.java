package io.muster.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists in pages; the link to the next one is absolute and carries the whole question. */
final class Lists {
  private static final String SKIP = "$skiptoken";

  private final EntraOptions options;

  Lists(EntraOptions options) {
    this.options = options;
  }

  <T> Answer page(Call call, Stream<T> things, Function<T, ? extends JsonNode> shape) {
    var all = things.toList();
    int from = call.parameter(SKIP).map(Integer::parseInt).orElse(0);
    int asked = call.parameter("$top").map(Integer::parseInt).orElse(options.pageSize());
    int to = Math.min(all.size(), from + Math.min(asked, options.pageSize()));
    var shown = JsonNodeFactory.instance.objectNode();
    shown.put("@odata.context", call.origin() + "/v1.0/$metadata#directoryObjects");
    if (call.parameter("$count").filter("true"::equals).isPresent()) {
      shown.put("@odata.count", all.size());
    }
    if (to < all.size()) {
      shown.put("@odata.nextLink", next(call, to));
    }
    var value = shown.putArray("value");
    all.subList(Math.min(from, to), to).forEach(thing -> value.add(shape.apply(thing)));
    return Answer.json(200, shown);
  }

  private static String next(Call call, int from) {
    var kept =
        call.parameters().entrySet().stream()
            .filter(parameter -> !parameter.getKey().equals(SKIP))
            .map(
                parameter ->
                    parameter.getKey()
                        + "="
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
    return call.origin()
        + call.path()
        + "?"
        + Stream.concat(kept, Stream.of(SKIP + "=" + from)).collect(Collectors.joining("&"));
  }
}
