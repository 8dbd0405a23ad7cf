package io.muster.process;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Tells of everything a person decided: who, when, from where, what they said, the words and facts
 * they were shown, and the versions of the diagrams and tables.
 */
@Component
class GivenAnswers {
  private final ModelAuthors authors;
  private final ObjectProvider<CallerAddress> address;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  GivenAnswers(
      ModelAuthors authors,
      ObjectProvider<CallerAddress> address,
      ApplicationEventPublisher events,
      Clock clock) {
    this.authors = authors;
    this.address = address;
    this.events = events;
    this.clock = clock;
  }

  /** Tells of the answer that completes this task, in the same transaction. */
  void publish(TaskEntity task, String person) {
    var source = FormGuard.source(Context.getCommandContext(), task);
    var form = TaskForm.read(source);
    var said = new ArrayList<String>();
    for (var asked : form.asks()) {
      Optional.ofNullable(task.getVariable(asked))
          .ifPresent(answer -> said.add("%s: %s".formatted(asked, answer)));
    }
    var given =
        new AnswerGiven(
            Step.caseId(task.getExecution()),
            Step.EMPLOYEE.find(task.getExecution()).orElse(null),
            task.getTaskDefinitionKey(),
            person,
            clock.instant(),
            address.stream().findFirst().flatMap(CallerAddress::now).orElse(null),
            String.join("\n", said),
            ShownForm.text(source, task::getVariable),
            authors.versions(task));
    events.publishEvent(given);
  }
}
