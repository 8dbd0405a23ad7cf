package io.muster.process;

import io.muster.people.EmployeeId;
import io.muster.people.Workforce;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Lets the groups that a process of the owner's own names start it, with the variables it declares
 * and about somebody HR has told of. Everybody else, and every other value, is refused.
 */
@Component
class OwnProcessStart extends AbstractProcessEnginePlugin {
  private final ModelCatalog palette;
  private final ObjectProvider<Workforce> workforce;

  OwnProcessStart(ModelCatalog palette, ObjectProvider<Workforce> workforce) {
    this.palette = palette;
    this.workforce = workforce;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine
        .getCustomPreBPMNParseListeners()
        .add(
            new AbstractBpmnParseListener() {
              @Override
              public void parseProcess(Element element, ProcessDefinitionEntity process) {
                process.addBuiltInListener(ExecutionListener.EVENTNAME_START, atStart());
              }
            });
    var after = new ArrayList<Deployer>();
    if (engine.getCustomPostDeployers() != null) {
      after.addAll(engine.getCustomPostDeployers());
    }
    after.add(this::grant);
    engine.setCustomPostDeployers(after);
  }

  private boolean isOwn(ProcessDefinitionEntity process) {
    return OwnModels.of(process).isOwnProcess() && !palette.processes().contains(process.getKey());
  }

  private ExecutionListener atStart() {
    return execution -> {
      var process = ((ExecutionEntity) execution).getProcessDefinition();
      if (isOwn(process) && Step.isWholeCase(execution)) {
        started(process, execution);
      }
    };
  }

  private void started(ProcessDefinitionEntity process, DelegateExecution execution) {
    var declared = OwnModels.of(process);
    demandStarter(process, declared.startedBy().orElse(Set.of()));
    for (var name : new TreeSet<>(execution.getVariableNames())) {
      var variable = declared.variables().get(name);
      if (variable == null && !name.equals(Step.EMPLOYEE.name())) {
        throw refused(
            "'%s' has no variable '%s' that a start may bring; leave it out."
                .formatted(process.getKey(), name));
      }
      if (variable != null) {
        variable
            .complaint(execution.getVariable(name))
            .ifPresent(
                complaint -> {
                  throw refused(complaint);
                });
      }
    }
    person(execution);
  }

  private void person(DelegateExecution execution) {
    var given = execution.getVariable(Step.EMPLOYEE.name());
    if (given == null || "".equals(given)) {
      return;
    }
    EmployeeId employee;
    try {
      employee = new EmployeeId(String.valueOf(given).strip());
    } catch (IllegalArgumentException none) {
      throw refused("'employee' is no number HR would write; copy it from the person's page.");
    }
    if (workforce.getObject().find(employee).isEmpty()) {
      throw refused(
          "HR has told of nobody with the number %s; copy it from the person's page."
              .formatted(employee));
    }
    Step.EMPLOYEE.set(execution, employee);
    if (execution.getProcessBusinessKey() == null) {
      execution.setProcessBusinessKey(
          "%s/%s".formatted(employee, execution.getProcessInstanceId()));
    }
  }

  /** Our own code has no name; whoever comes through a door has one. */
  private static void demandStarter(ProcessDefinitionEntity process, Set<String> groups) {
    var services = Context.getProcessEngineConfiguration();
    var person = Context.getCommandContext().getAuthenticatedUserId();
    if (person == null) {
      return;
    }
    List<Group> member =
        Context.getCommandContext()
            .runWithoutAuthorization(
                () -> services.getIdentityService().createGroupQuery().groupMember(person).list());
    var names = new HashSet<String>();
    member.forEach(group -> names.add(group.getId()));
    names.retainAll(groups);
    if (names.isEmpty()) {
      throw refused(
          groups.isEmpty()
              ? "'%s' is started by another process and by nobody else.".formatted(process.getKey())
              : "'%s' may be started by these groups: %s."
                  .formatted(process.getKey(), String.join(", ", new TreeSet<>(groups))));
    }
  }

  private static BadUserRequestException refused(String why) {
    return new BadUserRequestException("Nothing was started. " + why);
  }

  /** Without the engine's grants Tasklist would not offer the process to those it names. */
  private void grant(DeploymentEntity deployment) {
    var processes = deployment.getDeployedArtifacts(ProcessDefinitionEntity.class);
    if (!deployment.isNew() || processes == null) {
      return;
    }
    Context.getCommandContext()
        .runWithoutAuthorization(
            () -> {
              processes.stream().filter(this::isOwn).forEach(OwnProcessStart::grantStart);
              return true;
            });
  }

  private static void grantStart(ProcessDefinitionEntity process) {
    var grants = new GroupGrants(Context.getProcessEngineConfiguration().getAuthorizationService());
    for (var group : OwnModels.of(process).startedBy().orElse(Set.of())) {
      grants.add(
          group,
          Resources.PROCESS_DEFINITION,
          process.getKey(),
          Permissions.READ,
          Permissions.CREATE_INSTANCE);
      grants.add(group, Resources.PROCESS_INSTANCE, Authorization.ANY, Permissions.CREATE);
    }
  }
}
