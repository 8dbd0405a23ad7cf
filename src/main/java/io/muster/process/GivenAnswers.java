package io.muster.process;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps everything a person decided, in {@code muster_answer}: who, when, from where, what they
 * said, the words and facts they were shown, and the versions of the diagrams and tables.
 */
@Component
public class GivenAnswers {
  private final JdbcClient jdbc;
  private final ModelAuthors authors;
  private final ObjectProvider<CallerAddress> address;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  GivenAnswers(
      JdbcClient jdbc,
      ModelAuthors authors,
      ObjectProvider<CallerAddress> address,
      ApplicationEventPublisher events,
      Clock clock) {
    this.jdbc = jdbc;
    this.authors = authors;
    this.address = address;
    this.events = events;
    this.clock = clock;
  }

  /** Keeps the answer that completes this task, in the same transaction. */
  void keep(TaskEntity task, String person) {
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
    jdbc.sql(
            """
            insert into muster_answer (case_id, task, answered_by, answered_at, address, said, shown, models)
            values (:case, :task, :by, :at, :address, :said, :shown, :models)
            """)
        .param("case", given.caseId())
        .param("task", given.task())
        .param("by", given.by())
        .param("at", Timestamp.from(given.at()))
        .param("address", given.address())
        .param("said", given.said())
        .param("shown", given.shown())
        .param("models", given.models())
        .update();
    events.publishEvent(given);
  }

  /** What was said in a case, the first first. */
  public List<Given> of(String caseId) {
    return jdbc.sql("select * from muster_answer where case_id = ? order by id")
        .param(caseId)
        .query(
            (row, number) ->
                new Given(
                    row.getString("task"),
                    row.getString("answered_by"),
                    row.getString("said"),
                    row.getString("shown") + "\n" + row.getString("models")))
        .list();
  }

  /**
   * One answer.
   *
   * @param task which task it was the answer to
   * @param by the sign-in name
   * @param said the answers to the form's fields
   * @param shown what the form showed, and the versions of what led to it
   */
  public record Given(String task, String by, String said, String shown) {}
}
