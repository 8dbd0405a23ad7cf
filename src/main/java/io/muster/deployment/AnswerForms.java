package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.camunda;

import io.muster.process.GuardedDeed;
import io.muster.process.GuardedDeed.Asked;
import io.muster.process.GuardedDeed.Guard;
import io.muster.process.GuardedDeed.Question;
import io.muster.process.TaskForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Who is asked for a yes, and whether the form means what the answer does. A label is read by its
 * words, English or German; one that says neither is refused rather than guessed at.
 */
final class AnswerForms {
  private static final Set<String> YES =
      Set.of(
          "wipe",
          "erase",
          "approve",
          "agree",
          "yes",
          "delete",
          "remove",
          "ja",
          "löschen",
          "zustimmen",
          "genehmigen",
          "freigeben",
          "zurücksetzen");
  private static final Set<String> NO =
      Set.of(
          "not",
          "no",
          "don't",
          "never",
          "decline",
          "keep",
          "refuse",
          "reject",
          "disagree",
          "leave",
          "nicht",
          "nein",
          "kein",
          "keine",
          "ablehnen",
          "behalten");

  private final GuardedDeed deed;
  private final Map<String, TaskForm> forms;
  private final String file;
  private final Passing passing;
  private final List<Problem> problems = new ArrayList<>();

  private AnswerForms(GuardedDeed deed, ProcessSet set, Map<String, TaskForm> forms, String file) {
    this.deed = deed;
    this.forms = forms;
    this.file = file;
    this.passing = new Passing(deed, set.processes(), forms);
  }

  /** What is wrong with the tasks of the deployed diagrams that ask for a yes. */
  static List<Problem> check(GuardedDeed deed, ProcessSet set, Map<String, TaskForm> forms) {
    var problems = new ArrayList<Problem>();
    set.files()
        .forEach(
            (key, file) -> {
              var rules = new AnswerForms(deed, set, forms, file);
              var process = set.processes().get(key);
              if (process != null) {
                all(process).forEach(rules::element);
              }
              problems.addAll(rules.problems);
            });
    return problems;
  }

  private void element(Element element) {
    if ("taskListener".equals(element.getLocalName())
        && Expressions.bean(element.getAttribute("delegateExpression"))
            .flatMap(deed::of)
            .filter(Guard.ANSWER::equals)
            .isPresent()
        && !"complete".equals(element.getAttribute("event"))) {
      problem(
          element,
          "writes the answer down on '%s', when nobody has answered yet"
              .formatted(element.getAttribute("event")),
          "write it down on 'complete'");
    }
    if (Xml.isBpmn(element, "userTask") && passing.isAnswer(element)) {
      asked(element);
      form(element);
    }
  }

  private void asked(Element task) {
    var groups = deed.terms().agreement().groups();
    var named = camunda(task, "candidateGroups");
    var isAllowed =
        named.equals("${%s}".formatted(groups.variable()))
            || Arrays.stream(named.split(",", -1))
                .map(String::strip)
                .allMatch(groups.allowed()::contains);
    if (!isAllowed) {
      problem(
          task,
          "asks '%s' for a yes".formatted(named),
          "ask ${%s}, or some of %s"
              .formatted(groups.variable(), Expressions.sorted(groups.allowed())));
    }
    for (var person : List.of("assignee", "candidateUsers")) {
      if (!camunda(task, person).isEmpty()) {
        problem(
            task,
            "names by '%s' who shall say yes".formatted(person),
            "name groups only; whoever answers claims it");
      }
    }
  }

  private void form(Element task) {
    var form = forms.get(camunda(task, "formRef"));
    var variable = deed.questions().get(Question.YES);
    if (form == null || variable == null) {
      return; // said elsewhere
    }
    var agreement = deed.terms().agreement();
    var hidden = new HashSet<>(agreement.shows());
    hidden.removeAll(form.shows());
    if (!hidden.isEmpty()) {
      problem(
          task,
          "asks by the form '%s', which does not show %s"
              .formatted(form.id(), Expressions.sorted(hidden)),
          "show what is agreed to");
    }
    choice(task, form, variable);
  }

  private void choice(Element task, TaskForm form, Asked variable) {
    var agreement = deed.terms().agreement();
    var answers = Set.of(agreement.yes(), agreement.no());
    var choice = form.choice(variable.variable());
    if (choice.isEmpty() || !choice.get().labels().keySet().equals(answers)) {
      problem(
          task,
          "asks by the form '%s', whose answers for '%s' are not exactly %s"
              .formatted(form.id(), variable.variable(), Expressions.sorted(answers)),
          "offer these two and no other");
      return;
    }
    if (!choice.get().isRequired() || !choice.get().isOpen()) {
      problem(
          task,
          "asks by the form '%s', whose '%s' is answered beforehand, hidden or left open"
              .formatted(form.id(), variable.variable()),
          "ask it always, demand an answer and choose none beforehand");
    }
    label(task, agreement.yes(), choice.get().labels().get(agreement.yes()), true);
    label(task, agreement.no(), choice.get().labels().get(agreement.no()), false);
  }

  private void label(Element task, String answer, @Nullable String label, boolean isYes) {
    var words =
        new HashSet<>(
            List.of(
                String.valueOf(label)
                    .toLowerCase(Locale.ROOT)
                    .replace('’', '\'')
                    .split("[^\\p{L}']+", -1)));
    var saysNo = words.stream().anyMatch(NO::contains);
    var saysYes = !saysNo && words.stream().anyMatch(YES::contains);
    if (isYes ? !saysYes : !saysNo) {
      problem(
          task,
          "calls the answer '%s' \"%s\", which does not say that it %s"
              .formatted(answer, label, isYes ? "is wiped" : "is not wiped"),
          "say it with one of %s".formatted(Expressions.sorted(isYes ? YES : NO)));
    }
  }

  private void problem(Element element, String what, String remedy) {
    problems.add(new Problem(file, DiagramRules.words(element), what, remedy));
  }
}
