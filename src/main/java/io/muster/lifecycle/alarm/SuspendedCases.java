package io.muster.lifecycle.alarm;

import io.muster.lifecycle.Alarms;
import io.muster.process.ProcessVocabulary;
import io.muster.remote.FixedDelayTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Has people asked while a case, a step of one or a process of ours is suspended. It makes no
 * incident and no task, so nobody would notice that a leaver's case stands still.
 */
@Component
class SuspendedCases {
  static final String ABOUT = "cases.suspended";
  static final int NAMED = 20;

  private final List<ProcessVocabulary> vocabularies;
  private final RuntimeService engine;
  private final ManagementService jobs;
  private final RepositoryService repository;
  private final Alarms alarms;

  SuspendedCases(
      List<ProcessVocabulary> vocabularies,
      RuntimeService engine,
      ManagementService jobs,
      RepositoryService repository,
      Alarms alarms) {
    this.vocabularies = vocabularies;
    this.engine = engine;
    this.jobs = jobs;
    this.repository = repository;
    this.alarms = alarms;
  }

  /** Looks once. */
  void look() {
    var suspended = new ArrayList<>(processes());
    suspended.addAll(cases());
    if (suspended.isEmpty()) {
      alarms.over(ABOUT);
    } else {
      alarms.raise(ABOUT, words(suspended));
    }
  }

  private static String words(List<String> suspended) {
    return "Suspended, and standing still until somebody activates it: %s%s. Find out who suspended it and why, then activate it in Cockpit, or with {\"suspended\": false}. To stop wipes, pause them instead."
        .formatted(
            suspended.stream().limit(NAMED).collect(Collectors.joining("; ")),
            suspended.size() > NAMED ? "; and %d others".formatted(suspended.size() - NAMED) : "");
  }

  private List<String> processes() {
    var ours = keys();
    return repository.createProcessDefinitionQuery().suspended().list().stream()
        .filter(process -> ours.contains(process.getKey()))
        .map(
            process ->
                "PUT /process-definition/%s/suspended (version %d of '%s')"
                    .formatted(process.getId(), process.getVersion(), process.getKey()))
        .sorted()
        .toList();
  }

  /** Whole cases first; then those of which only a step is suspended. */
  private List<String> cases() {
    var ours = keys();
    var said = new LinkedHashMap<String, String>();
    engine
        .createProcessInstanceQuery()
        .suspended()
        .processDefinitionKeyIn(ours.toArray(String[]::new))
        .orderByProcessInstanceId()
        .asc()
        .list()
        .forEach(
            one ->
                said.put(
                    one.getId(),
                    "PUT /process-instance/%s/suspended (%s)".formatted(one.getId(), named(one))));
    for (var job : jobs.createJobQuery().suspended().list()) {
      if (ours.contains(String.valueOf(job.getProcessDefinitionKey()))
          && !said.containsKey(String.valueOf(job.getProcessInstanceId()))) {
        said.put(
            job.getId(),
            "PUT /job/%s/suspended (of case %s)"
                .formatted(job.getId(), job.getRootProcessInstanceId()));
      }
    }
    return List.copyOf(said.values());
  }

  /** The business key of a case begins with the number of the person. */
  private static String named(ProcessInstance one) {
    var key = one.getBusinessKey();
    return key == null
        ? "a part of " + one.getRootProcessInstanceId()
        : "employee " + key.split("/", 2)[0];
  }

  private Set<String> keys() {
    return vocabularies.stream().map(ProcessVocabulary::key).collect(Collectors.toSet());
  }

  @Configuration(proxyBeanMethods = false)
  static class EveryMinute {
    @Bean
    FixedDelayTask lookForSuspended(SuspendedCases watch) {
      return new FixedDelayTask("suspended cases", Duration.ofMinutes(1), watch::look);
    }
  }
}
