package io.muster.process;

import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.authorization.BatchPermissions;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantCommandChecker;
import org.camunda.bpm.engine.impl.cmd.SuspendJobCmd;
import org.camunda.bpm.engine.impl.cmd.SuspendJobDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.SuspendProcessDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.SuspendProcessInstanceCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Keeps people from ending a person's case, or having it stand still, at the engine's doors:
 * whoever leaves would be forgotten half-way, and nothing would start the case again. REST, Cockpit
 * and Java all come through here. What is suspended already can be activated.
 */
@Component
class KeptCases extends AbstractProcessEnginePlugin {
  private static final Set<Class<?>> SUSPENDING =
      Set.of(
          SuspendProcessInstanceCmd.class,
          SuspendProcessDefinitionCmd.class,
          SuspendJobCmd.class,
          SuspendJobDefinitionCmd.class);

  /** A batch is carried out by the engine itself, which would ask nobody any more. */
  private static final Set<Permission> IN_A_BATCH =
      Set.of(
          BatchPermissions.CREATE_BATCH_DELETE_RUNNING_PROCESS_INSTANCES,
          BatchPermissions.CREATE_BATCH_UPDATE_PROCESS_INSTANCES_SUSPEND);

  private final ObjectProvider<ProcessVocabulary> vocabularies;

  KeptCases(ObjectProvider<ProcessVocabulary> vocabularies) {
    this.vocabularies = vocabularies;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    var interceptors = new ArrayList<CommandInterceptor>();
    Optional.ofNullable(engine.getCustomPreCommandInterceptorsTxRequired())
        .ifPresent(interceptors::addAll);
    interceptors.add(new NothingSuspended(engine));
    engine.setCustomPreCommandInterceptorsTxRequired(interceptors);
  }

  @Override
  public void postInit(ProcessEngineConfigurationImpl engine) {
    var checkers = new ArrayList<>(engine.getCommandCheckers());
    checkers.add(new NothingDeleted()); // after the engine's grants
    engine.setCommandCheckers(checkers);
  }

  private Optional<String> whyNotDeleted(String key) {
    return vocabularies.stream()
        .filter(vocabulary -> vocabulary.key().equals(key))
        .findFirst()
        .flatMap(ProcessVocabulary::whyNotDeleted);
  }

  private final class NothingDeleted extends TenantCommandChecker {
    @Override
    public void checkDeleteProcessInstance(ExecutionEntity running) {
      super.checkDeleteProcessInstance(running);
      if (Context.getCommandContext().getAuthenticatedUserId() == null) {
        return; // the service itself
      }
      Stream.of(running, wholeOf(running))
          .map(part -> part.getProcessDefinition().getKey())
          .flatMap(key -> whyNotDeleted(key).stream())
          .findFirst()
          .ifPresent(
              why -> {
                throw new BadUserRequestException(
                    "Nothing was done. A person's case is not deleted, as the person would be forgotten half-way. "
                        + why);
              });
    }

    private static ExecutionEntity wholeOf(ExecutionEntity part) {
      var whole =
          Context.getCommandContext()
              .getExecutionManager()
              .findExecutionById(part.getRootProcessInstanceId());
      return whole == null ? part : whole;
    }

    @Override
    public void checkCreateBatch(Permission permission) {
      super.checkCreateBatch(permission);
      if (IN_A_BATCH.contains(permission)
          && Context.getCommandContext().getAuthenticatedUserId() != null) {
        throw new BadUserRequestException(
            "Nothing was done. Cases are not deleted, suspended or activated in a batch. Look at each by itself.");
      }
    }
  }

  private static final class NothingSuspended extends CommandInterceptor {
    private final ProcessEngineConfigurationImpl engine;

    NothingSuspended(ProcessEngineConfigurationImpl engine) {
      this.engine = engine;
    }

    @Override
    public <T> T execute(Command<T> command) {
      var caller = engine.getIdentityService().getCurrentAuthentication();
      if (SUSPENDING.contains(command.getClass()) && caller != null && caller.getUserId() != null) {
        throw new BadUserRequestException(
            "Nothing was done. What is suspended stands still without a word, and whoever leaves would keep their access. To stop wipes, pause them: POST /api/destruction/pause. To keep one person's devices, place a legal hold.");
      }
      return next.execute(command);
    }
  }
}
