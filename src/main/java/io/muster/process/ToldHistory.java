package io.muster.process;

import io.muster.process.DecisionTaken.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.history.event.HistoricDecisionEvaluationEvent;
import org.camunda.bpm.engine.impl.history.event.HistoricDecisionInstanceEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;

/** Tells the rest of the service which cases begin and end, and which table decided what. */
final class ToldHistory implements HistoryEventHandler {
  private static final int LONGEST = 2_000;

  private final ApplicationEventPublisher events;

  /** What is deployed never changes. */
  private final Map<String, String> digests = new ConcurrentHashMap<>();

  ToldHistory(ApplicationEventPublisher events) {
    this.events = events;
  }

  @Override
  public void handleEvents(List<HistoryEvent> all) {
    all.forEach(this::handleEvent);
  }

  @Override
  public void handleEvent(HistoryEvent event) {
    if (event instanceof HistoricProcessInstanceEventEntity instance) {
      if (event.isEventOfType(HistoryEventTypes.PROCESS_INSTANCE_START)) {
        events.publishEvent(started(instance));
      } else if (event.isEventOfType(HistoryEventTypes.PROCESS_INSTANCE_END)) {
        events.publishEvent(ended(instance));
      }
    } else if (event instanceof HistoricDecisionEvaluationEvent asked) {
      // a decision about no case decides nothing yet
      Optional.ofNullable(asked.getRootHistoricDecisionInstance())
          .filter(table -> table.getProcessInstanceId() != null)
          .ifPresent(table -> events.publishEvent(taken(table)));
      asked.getRequiredHistoricDecisionInstances().stream()
          .filter(table -> table.getProcessInstanceId() != null)
          .forEach(table -> events.publishEvent(taken(table)));
    }
  }

  private CaseStarted started(HistoricProcessInstanceEventEntity instance) {
    var definition = instance.getProcessDefinitionId();
    return new CaseStarted(
        caseId(instance),
        instance.getProcessInstanceId(),
        instance.getProcessDefinitionKey(),
        version(definition),
        digest(definition, () -> repository().getProcessModel(definition)));
  }

  private static CaseEnded ended(HistoricProcessInstanceEventEntity instance) {
    return new CaseEnded(
        caseId(instance),
        instance.getProcessInstanceId(),
        instance.getProcessDefinitionKey(),
        String.valueOf(instance.getState()),
        instance.getDeleteReason());
  }

  private DecisionTaken taken(HistoricDecisionInstanceEntity asked) {
    var definition = asked.getDecisionDefinitionId();
    var inputs = new LinkedHashMap<String, String>();
    asked
        .getInputs()
        .forEach(
            input ->
                inputs.put(
                    name(input.getClauseName(), input.getClauseId()), shown(input.getValue())));
    var rules = new LinkedHashSet<String>();
    var outputs = new LinkedHashMap<String, String>();
    asked
        .getOutputs()
        .forEach(
            output -> {
              rules.add(String.valueOf(output.getRuleId()));
              outputs.merge(
                  name(output.getClauseName(), output.getClauseId()),
                  shown(output.getValue()),
                  (first, next) -> first + ", " + next);
            });
    return new DecisionTaken(
        caseId(asked),
        String.valueOf(asked.getActivityId()),
        new Table(
            asked.getDecisionDefinitionKey(),
            version(definition),
            digest(definition, () -> repository().getDecisionModel(definition))),
        inputs,
        List.copyOf(rules),
        outputs);
  }

  private static String caseId(HistoryEvent event) {
    var root = event.getRootProcessInstanceId();
    return root == null ? event.getProcessInstanceId() : root;
  }

  /** The engine's ids are made of key, version and number. */
  private static int version(String definition) {
    var parts = definition.split(":", -1);
    return parts.length < 2 ? 0 : Integer.parseInt(parts[1]);
  }

  private String digest(String definition, Supplier<InputStream> model) {
    return digests.computeIfAbsent(
        definition,
        id -> Context.getCommandContext().runWithoutAuthorization(() -> sha256(model.get())));
  }

  private static String sha256(InputStream model) {
    try (model) {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(model.readAllBytes()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static RepositoryService repository() {
    return Context.getProcessEngineConfiguration().getRepositoryService();
  }

  private static String name(@Nullable String name, @Nullable String id) {
    return name == null || name.isBlank() ? String.valueOf(id) : name;
  }

  private static String shown(@Nullable Object value) {
    var text = String.valueOf(value);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
