package io.muster.console;

import static java.util.stream.Collectors.toMap;

import io.muster.lifecycle.LifecycleVariables;
import io.muster.people.EmployeeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.ActivityTypes;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads cases from the engine's history, where they are as long as they are kept. */
@Component
class CaseReader {
  private static final String EMPLOYEE = LifecycleVariables.EMPLOYEE.name();

  /** Of one case; a device that is offline for months makes a case look again and again. */
  private static final int LONGEST_PATH = 400;

  private static final int MOST_PARTS = 60;
  private static final List<String> CONTAINERS =
      List.of("sub process", "multi instance body", "event sub process", "transaction");

  private final HistoryService history;
  private final RepositoryService repository;

  CaseReader(HistoryService history, RepositoryService repository) {
    this.history = history;
    this.repository = repository;
  }

  /**
   * One element of a diagram that a case came to.
   *
   * @param element its id in the diagram
   * @param kind what it is, as people call it
   * @param endedAt null while the case stands there
   * @param part the case it called, or null
   */
  record Stop(
      String element,
      String name,
      String kind,
      Instant startedAt,
      @Nullable Instant endedAt,
      boolean canceled,
      @Nullable String part) {
    /** A gateway at which other branches are waited for; not where anything happens. */
    boolean isGateway() {
      return kind.endsWith("gateway");
    }

    public String state() {
      if (endedAt == null) {
        return "here now";
      }
      return canceled ? "interrupted" : "done";
    }
  }

  /** The case of this number, or the part of one. */
  Optional<CaseHead> find(String id) {
    return Optional.ofNullable(
            history.createHistoricProcessInstanceQuery().processInstanceId(id).singleResult())
        .map(one -> heads(List.of(one)).get(0));
  }

  /** The cases of a person, those that began last first; not their parts. */
  List<CaseHead> of(EmployeeId employee, int limit) {
    var cases =
        history
            .createHistoricVariableInstanceQuery()
            .variableName(EMPLOYEE)
            .variableValueEquals(EMPLOYEE, employee.value())
            .list()
            .stream()
            .map(HistoricVariableInstance::getRootProcessInstanceId)
            .distinct()
            .toArray(String[]::new);
    return cases.length == 0
        ? List.of()
        : heads(
            history
                .createHistoricProcessInstanceQuery()
                .processInstanceIds(Set.of(cases))
                .orderByProcessInstanceStartTime()
                .desc()
                .listPage(0, limit));
  }

  /** Whole cases of these processes that have ended since then, those that ended last first. */
  List<CaseHead> endedSince(Instant instant, Collection<String> processes, int limit) {
    return heads(
        history
            .createHistoricProcessInstanceQuery()
            .finishedAfter(Date.from(instant))
            .processDefinitionKeyIn(processes.toArray(String[]::new))
            .rootProcessInstances()
            .orderByProcessInstanceEndTime()
            .desc()
            .listPage(0, limit));
  }

  /**
   * Whole cases of these processes that began in this time, the first first; which end they reached
   * is not read.
   */
  List<CaseHead> startedWithin(
      Instant from, Instant until, Collection<String> processes, int limit) {
    return heads(
        history
            .createHistoricProcessInstanceQuery()
            .startedAfter(Date.from(from))
            .startedBefore(Date.from(until.minusMillis(1)))
            .processDefinitionKeyIn(processes.toArray(String[]::new))
            .rootProcessInstances()
            .orderByProcessInstanceStartTime()
            .asc()
            .listPage(0, limit),
        false);
  }

  /** The cases that run on this version of a process, the newest first; parts are among them. */
  List<CaseHead> runningOn(String definition, int limit) {
    return heads(
        history
            .createHistoricProcessInstanceQuery()
            .processDefinitionId(definition)
            .unfinished()
            .orderByProcessInstanceStartTime()
            .desc()
            .listPage(0, limit));
  }

  /** How many have. */
  long countEndedSince(Instant instant, Collection<String> processes) {
    return history
        .createHistoricProcessInstanceQuery()
        .finishedAfter(Date.from(instant))
        .processDefinitionKeyIn(processes.toArray(String[]::new))
        .rootProcessInstances()
        .count();
  }

  /** Everything this case has called, and what that has called, in the order it began. */
  List<CaseHead> parts(String id) {
    var ids = new LinkedHashSet<String>();
    var callers = new ArrayDeque<>(List.of(id));
    while (!callers.isEmpty() && ids.size() < MOST_PARTS) {
      // the engine has no index of cases by the one that called them
      history
          .createHistoricActivityInstanceQuery()
          .processInstanceId(callers.removeFirst())
          .activityType(ActivityTypes.CALL_ACTIVITY)
          .orderByHistoricActivityInstanceStartTime()
          .asc()
          .listPage(0, MOST_PARTS)
          .stream()
          .map(HistoricActivityInstance::getCalledProcessInstanceId)
          .filter(part -> part != null && ids.add(part))
          .forEach(callers::add);
    }
    if (ids.isEmpty()) {
      return List.of();
    }
    var called =
        history.createHistoricProcessInstanceQuery().processInstanceIds(ids).list().stream()
            .collect(toMap(HistoricProcessInstance::getId, part -> part));
    return heads(ids.stream().filter(called::containsKey).map(called::get).toList());
  }

  /** Where the case has been, in order. */
  List<Stop> path(String id) {
    var newest =
        history
            .createHistoricActivityInstanceQuery()
            .processInstanceId(id)
            .orderByHistoricActivityInstanceStartTime()
            .desc()
            .orderPartiallyByOccurrence()
            .desc()
            .listPage(0, LONGEST_PATH);
    var stops = new ArrayList<Stop>();
    newest.stream()
        .map(CaseReader::stop)
        .filter(stop -> !CONTAINERS.contains(stop.kind()))
        .forEach(stop -> stops.add(0, stop));
    return stops;
  }

  /** The names of where the case stands now. */
  List<String> standsAt(String id) {
    return history
        .createHistoricActivityInstanceQuery()
        .processInstanceId(id)
        .unfinished()
        .listPage(0, LONGEST_PATH)
        .stream()
        .map(CaseReader::stop)
        .filter(stop -> !CONTAINERS.contains(stop.kind()) && !stop.isGateway())
        .map(Stop::name)
        .distinct()
        .toList();
  }

  /** The diagram as it was deployed. */
  String diagram(String definition) {
    try (var model = repository.getProcessModel(definition)) {
      return new String(model.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The case and the person of each of these process instances; their ends are not read. */
  Map<String, CaseHead> byId(Collection<String> ids) {
    return ids.isEmpty()
        ? Map.of()
        : heads(
                history
                    .createHistoricProcessInstanceQuery()
                    .processInstanceIds(Set.copyOf(ids))
                    .list(),
                false)
            .stream()
            .collect(toMap(CaseHead::id, head -> head));
  }

  private List<CaseHead> heads(List<HistoricProcessInstance> cases) {
    return heads(cases, true);
  }

  /** Which end a case reached is a query for each; where thousands are counted nobody reads it. */
  private List<CaseHead> heads(List<HistoricProcessInstance> cases, boolean withEnds) {
    if (cases.isEmpty()) {
      return List.of();
    }
    var people =
        history
            .createHistoricVariableInstanceQuery()
            .variableName(EMPLOYEE)
            .processInstanceIdIn(
                cases.stream().map(HistoricProcessInstance::getId).toArray(String[]::new))
            .list()
            .stream()
            .filter(variable -> variable.getValue() instanceof String)
            .collect(
                toMap(
                    HistoricVariableInstance::getProcessInstanceId,
                    variable -> new EmployeeId((String) variable.getValue()),
                    (one, other) -> one));
    return cases.stream().map(one -> head(one, people.get(one.getId()), withEnds)).toList();
  }

  private CaseHead head(
      HistoricProcessInstance one, @Nullable EmployeeId employee, boolean withEnds) {
    var key = one.getProcessDefinitionKey();
    var root = one.getRootProcessInstanceId();
    return new CaseHead(
        one.getId(),
        key,
        title(one.getProcessDefinitionName(), key),
        one.getProcessDefinitionId(),
        one.getProcessDefinitionVersion(),
        root == null ? one.getId() : root,
        employee,
        one.getStartTime().toInstant(),
        instant(one.getEndTime()),
        one.getEndTime() == null ? null : withEnds ? endedAs(one) : "Ended");
  }

  /** The name of a process, without what it adds behind a colon. */
  private static String title(@Nullable String name, String key) {
    return name == null ? key : name.split(":", 2)[0].strip();
  }

  private String endedAs(HistoricProcessInstance one) {
    if (!HistoricProcessInstance.STATE_COMPLETED.equals(one.getState())) {
      return "Cancelled";
    }
    return history
        .createHistoricActivityInstanceQuery()
        .processInstanceId(one.getId())
        .activityType(ActivityTypes.END_EVENT_NONE)
        .finished()
        .orderByHistoricActivityInstanceEndTime()
        .desc()
        .orderPartiallyByOccurrence()
        .desc()
        .listPage(0, 1)
        .stream()
        .map(CaseReader::name)
        .findFirst()
        .orElse("Ended");
  }

  private static Stop stop(HistoricActivityInstance one) {
    return new Stop(
        one.getActivityId(),
        name(one),
        kind(one.getActivityType()),
        one.getStartTime().toInstant(),
        instant(one.getEndTime()),
        one.isCanceled(),
        one.getCalledProcessInstanceId());
  }

  private static String name(HistoricActivityInstance one) {
    var name = one.getActivityName();
    return name == null || name.isBlank() ? one.getActivityId() : name.strip();
  }

  /** Such as {@code service task} for {@code serviceTask}. */
  private static String kind(String type) {
    return type.startsWith("intermediateTimer") || type.equals("boundaryTimer")
        ? "timer"
        : type.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }
}
