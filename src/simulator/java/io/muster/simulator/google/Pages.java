package io.muster.simulator.google;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import java.util.List;

/** Cuts lists into pages, with a token that says where the next one begins. */
final class Pages {
  private static final String TOKEN = "Ei/+p";

  private final int most;

  Pages(int most) {
    this.most = most;
  }

  Answer of(Call call, String kind, String member, List<Object> all) {
    int asked = number(call.parameter("maxResults").orElse("100"));
    int from =
        call.parameter("pageToken")
            .map(
                token -> {
                  if (!token.startsWith(TOKEN)) {
                    throw Problems.invalid("pageToken");
                  }
                  return number(token.substring(TOKEN.length()));
                })
            .orElse(0);
    int to = Math.min(all.size(), from + Math.min(asked, most));
    return Answer.json(
        200,
        Shapes.list(
            kind,
            member,
            all.subList(Math.min(from, to), to),
            to == all.size() ? null : TOKEN + to));
  }

  private static int number(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw Problems.invalid("maxResults");
    }
    return Integer.parseInt(text);
  }
}
