package io.muster.deployment;

import io.muster.deployment.LoosenedModels.Kind;
import io.muster.guard.Loosening;
import io.muster.guard.Loosening.Digest;
import io.muster.guard.Loosening.Subject;
import io.muster.guard.Loosenings;
import io.muster.guard.Person;
import io.muster.guard.Signatories;
import io.muster.process.AnswerOrder;
import io.muster.process.ModelAuthors;
import io.muster.process.ModelCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.dmn.entity.repository.DecisionDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Keeps every deployment that makes destruction easier until people have agreed to it, whatever
 * door it came in by. What is equal or stricter passes at once.
 */
@Component
class LooseningGate extends AbstractProcessEnginePlugin {
  private final ModelCatalog palette;
  private final ObjectProvider<AnswerOrder> orders;
  private final ObjectProvider<Loosenings> loosenings;
  private final ObjectProvider<Signatories> signatories;
  private final ObjectProvider<ShippedModels> shipped;
  private final ObjectProvider<LoosenedModels> loosened;
  private final ObjectProvider<ModelAuthors> authors;
  private final ObjectProvider<WaitingTrials> trials;

  LooseningGate(
      ModelCatalog palette,
      ObjectProvider<AnswerOrder> orders,
      ObjectProvider<Loosenings> loosenings,
      ObjectProvider<Signatories> signatories,
      ObjectProvider<ShippedModels> shipped,
      ObjectProvider<LoosenedModels> loosened,
      ObjectProvider<ModelAuthors> authors,
      ObjectProvider<WaitingTrials> trials) {
    this.trials = trials;
    this.palette = palette;
    this.orders = orders;
    this.loosenings = loosenings;
    this.signatories = signatories;
    this.shipped = shipped;
    this.loosened = loosened;
    this.authors = authors;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    var before = new ArrayList<Deployer>();
    if (engine.getCustomPreDeployers() != null) {
      before.addAll(engine.getCustomPreDeployers());
    }
    before.add(this::examine); // after the gate, which refuses what cannot be read
    engine.setCustomPreDeployers(before);
    var after = new ArrayList<Deployer>();
    if (engine.getCustomPostDeployers() != null) {
      after.addAll(engine.getCustomPostDeployers());
    }
    after.add(this::remember);
    engine.setCustomPostDeployers(after);
    engine.getCustomPostBPMNParseListeners().add(new CaseVersions(() -> loosened.getObject()));
  }

  @Override
  public void postInit(ProcessEngineConfigurationImpl engine) {
    var checkers = new ArrayList<>(engine.getCommandCheckers());
    checkers.add(new KeptGuards(this::guardedNow));
    engine.setCommandCheckers(checkers);
  }

  private Set<String> guardedNow() {
    var live = new LiveModels(repository()).set();
    var guarded = new TreeSet<>(check(live, (before, after) -> false).guarded(live));
    orders.stream().map(AnswerOrder::decision).forEach(guarded::add);
    return guarded;
  }

  private void examine(DeploymentEntity deployment) {
    if (!deployment.isNew()) {
      return; // an old one is read back into the cache
    }
    if (deployment.getTenantId() != null) {
      throw new BadUserRequestException(
          "Nothing was deployed. Muster has no tenants, and what is deployed for one would not be compared with what is live; leave the tenant out.");
    }
    var files = files(deployment);
    var author = Context.getCommandContext().getAuthenticatedUserId();
    var found =
        Context.getCommandContext().runWithoutAuthorization(() -> found(files, deployment, author));
    if (found.loosens().isEmpty()) {
      return;
    }
    var digest = new Digest(Sha.of(files), found.base());
    var agreed = loosenings.getObject().agreed(digest);
    if (agreed.isPresent()) {
      if (!loosenings.getObject().live(agreed.get().number(), deployment.getId())) {
        throw new OptimisticLockingException("another node makes this change live at this moment");
      }
      return;
    }
    var subject =
        new Subject(
            Loosening.Kind.MODELS,
            deployment.getName() == null ? "a deployment without a name" : deployment.getName(),
            deployment.getSource(),
            door(author, deployment.getSource()));
    var change =
        loosenings
            .getObject()
            .submit(new Loosening(subject, digest, found.loosens(), person(author), files));
    Context.getCommandContext()
        .runWithoutAuthorization(
            () -> {
              trials
                  .getObject()
                  .keep(change.number(), ModelSet.of(files), new LiveModels(repository()).set());
              return null;
            });
    throw new HeldDeployment(change);
  }

  /**
   * What these files would make easier if a person deployed them; empty if they were live at once.
   */
  List<String> wouldLoosen(Map<String, byte[]> files, RepositoryService repository) {
    return check(new LiveModels(repository).set(), (before, after) -> false)
        .check(ModelSet.of(files))
        .loosens();
  }

  private LooseningCheck.Found found(
      Map<String, byte[]> files, DeploymentEntity deployment, @Nullable String author) {
    var live = new LiveModels(repository());
    var own = author == null && Models.SOURCE.equals(deployment.getSource());
    return check(
            live.set(),
            (before, after) ->
                own
                    && shipped.getObject().isShipped(after.name(), after.file())
                    && shipped
                        .getObject()
                        .wasShipped(before.name(), before.file(), live.isByItself(before.name())))
        .check(ModelSet.of(files));
  }

  private LooseningCheck check(ModelSet live, BiPredicate<ModelSet.Part, ModelSet.Part> isUpgrade) {
    return new LooseningCheck(
        palette, orders.stream().toList(), live, ModelSet.of(shipped.getObject().now()), isUpgrade);
  }

  private @Nullable Person person(@Nullable String author) {
    return author == null ? null : signatories.getObject().find(author);
  }

  private static String door(@Nullable String author, @Nullable String source) {
    if (author == null) {
      return Models.SOURCE.equals(source) ? "the models folder" : "the service itself";
    }
    return source == null ? "a deployment" : "a deployment from '%s'".formatted(source);
  }

  /** What became live with people's agreement is what older cases do not reach. */
  private void remember(DeploymentEntity deployment) {
    if (!deployment.isNew()) {
      return;
    }
    files(deployment)
        .forEach(
            (name, file) -> {
              if (shipped.getObject().isShipped(name, file)) {
                shipped.getObject().remember(name, file);
              }
            });
    loosenings
        .getObject()
        .liveWith(deployment.getId())
        .ifPresent(
            change -> {
              change.authors().forEach(author -> authors.getObject().attribute(deployment, author));
              keepFromOlderCases(deployment);
            });
  }

  private void keepFromOlderCases(DeploymentEntity deployment) {
    var now = ClockUtil.getCurrentTime().toInstant();
    var processes = deployment.getDeployedArtifacts(ProcessDefinitionEntity.class);
    if (processes != null) {
      processes.forEach(
          one -> loosened.getObject().add(Kind.PROCESS, one.getKey(), one.getVersion(), now));
    }
    var tables = deployment.getDeployedArtifacts(DecisionDefinitionEntity.class);
    var guarded = orders.stream().map(AnswerOrder::decision).toList();
    if (tables != null) {
      tables.stream()
          .filter(table -> guarded.contains(table.getKey()))
          .forEach(
              one -> loosened.getObject().add(Kind.DECISION, one.getKey(), one.getVersion(), now));
    }
  }

  private static Map<String, byte[]> files(DeploymentEntity deployment) {
    var files = new TreeMap<String, byte[]>();
    deployment
        .getResources()
        .values()
        .forEach(resource -> files.put(resource.getName(), resource.getBytes()));
    return files;
  }

  private static RepositoryService repository() {
    return Context.getProcessEngineConfiguration().getRepositoryService();
  }
}
