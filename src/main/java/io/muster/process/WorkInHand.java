package io.muster.process;

import java.util.Collection;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.stereotype.Component;

/** The steps that a node works on at this moment. */
@Component
public class WorkInHand {
  private final ManagementService jobs;

  WorkInHand(ManagementService jobs) {
    this.jobs = jobs;
  }

  /** True if a node works on a step of one of these process instances. */
  public boolean isOn(Collection<String> processInstances) {
    return processInstances.stream()
        .flatMap(one -> jobs.createJobQuery().processInstanceId(one).list().stream())
        .anyMatch(WorkInHand::isLocked);
  }

  private static boolean isLocked(Job job) {
    return job instanceof JobEntity entity
        && entity.getLockOwner() != null
        && entity.getLockExpirationTime() != null
        && entity
            .getLockExpirationTime()
            .toInstant()
            .isAfter(ClockUtil.getCurrentTime().toInstant());
  }
}
