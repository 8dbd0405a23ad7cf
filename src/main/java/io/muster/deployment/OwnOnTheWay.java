package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.attributes;

import io.muster.process.GuardedDeed;
import io.muster.process.OwnVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/**
 * Own variables never decide on the step that cannot be called back. In the processes on its way
 * people may be asked for them and shown them, and nothing looks at them; nowhere do they set a
 * time that a leaver waits for.
 */
final class OwnOnTheWay {
  private static final Pattern NAME =
      Pattern.compile("(?<![A-Za-z0-9_])" + OwnVariable.PREFIX + "\\w*");
  private static final Set<String> TIMES = Set.of("timeDate", "timeDuration", "timeCycle");

  private OwnOnTheWay() {}

  /** What the deployed diagrams let an own variable decide. */
  static List<Problem> check(GuardedDeed deed, ProcessSet set) {
    var problems = new ArrayList<Problem>();
    set.files()
        .forEach(
            (key, file) -> {
              var process = set.processes().get(key);
              if (process == null || !set.isAround(key, deed)) {
                return;
              }
              var isOnTheWay =
                  deed.place().calledOnly().contains(key) || deed.place().process().equals(key);
              for (var element : all(process)) {
                if (isOnTheWay || TIMES.contains(String.valueOf(element.getLocalName()))) {
                  names(element).stream()
                      .map(name -> problem(file, element, name))
                      .forEach(problems::add);
                }
              }
            });
    return problems.stream().distinct().toList();
  }

  private static List<String> names(Element element) {
    if ("property".equals(element.getLocalName())
        || "documentation".equals(element.getLocalName())) {
      return List.of(); // where they are declared
    }
    var texts = new ArrayList<String>();
    texts.add(Xml.text(element));
    attributes(element).stream()
        .filter(attribute -> !Set.of("id", "name").contains(attribute.getName()))
        .forEach(attribute -> texts.add(attribute.getValue()));
    if ("outputParameter".equals(element.getLocalName())
        || "inputParameter".equals(element.getLocalName())) {
      texts.add(element.getAttribute("name"));
    }
    return texts.stream()
        .flatMap(text -> NAME.matcher(text).results())
        .map(MatchResult::group)
        .distinct()
        .toList();
  }

  private static Problem problem(String file, Element element, String name) {
    return new Problem(
        file,
        DiagramRules.words(element),
        "lets '%s', a variable of your own, take part where devices are wiped".formatted(name),
        "ask for it and show it in a form there, and decide by it in a diagram before, such as offboarding");
  }
}
