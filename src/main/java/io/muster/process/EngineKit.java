package io.muster.process;

import io.muster.node.NodeFitness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.spring.SpringExpressionManager;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Sets the engine up for us: what expressions see, what history keeps, how failures are treated.
 */
@Component
class EngineKit extends AbstractProcessEnginePlugin {
  /** Whom a task is about, in words; on the task alone. */
  static final ProcessVariable<String> WHO = ProcessVariable.text("who");

  /** Who answered the last task, by sign-in name. */
  public static final ProcessVariable<String> ANSWERED_BY = ProcessVariable.text("answeredBy");

  /** What a process is about that is about no person. */
  private static final ProcessVariable<String> DIRECTORY = ProcessVariable.text("connection");

  private static final ProcessVariable<String> SOURCE = ProcessVariable.text("source");

  private final ApplicationContext context;
  private final ModelCatalog palette;

  private final ObjectProvider<TaskSubject> briefing;
  private final ObjectProvider<TableWords> words;
  private final CallWaitProperties waits;
  private final JobProperties jobs;
  private final ObjectProvider<NodeFitness> fitness;
  private final AnswerRules rules;
  private final ObjectProvider<GivenAnswers> answers;
  private final ObjectProvider<ModelAuthors> authors;

  EngineKit(
      ApplicationContext context,
      ModelCatalog palette,
      ObjectProvider<TaskSubject> briefing,
      ObjectProvider<TableWords> words,
      CallWaitProperties waits,
      JobProperties jobs,
      ObjectProvider<NodeFitness> fitness,
      ObjectProvider<AnswerRule> rules,
      ObjectProvider<GivenAnswers> answers,
      ObjectProvider<ModelAuthors> authors) {
    this.context = context;
    this.palette = palette;
    this.briefing = briefing;
    this.words = words;
    this.waits = waits;
    this.jobs = jobs;
    this.fitness = fitness;
    this.rules = new AnswerRules(rules, context, palette);
    this.answers = answers;
    this.authors = authors;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    context.getBeanProvider(DataSource.class).ifAvailable(found -> OwnSchema.keepTo(engine, found));
    var beans = new AllowListedBeans(context, palette);
    engine.setBeans(beans);
    engine.setExpressionManager(
        new SpringExpressionManager(context, beans) {
          @Override
          protected ELResolver createElResolver() {
            var chain = new CompositeELResolver();
            chain.add(new RestrictedElResolver(palette));
            chain.add(super.createElResolver());
            return chain;
          }
        });
    engine.setCustomHistoryLevels(List.of(new DeclaredHistory(palette::variables)));
    engine.setHistory(DeclaredHistory.NAME);
    engine.getCustomHistoryEventHandlers().add(new ToldHistory(context));
    engine.setDmnEngineConfiguration(strictTables());
    engine.setFailedJobCommandFactory(
        (job, failure) -> new RetryAfterJobCommand(job, failure, this::isStopping, waits));
    engine.setJobExecutorAcquireByDueDate(true);
    engine.setJobExecutorAcquireByPriority(true);
    engine.getCustomPostBPMNParseListeners().add(new JobPriorities(this::step));
    if (jobs.shared()) {
      shareJobs(engine);
    }
    var guard = new FormGuard(rules);
    engine.setTaskService(new GuardedTasks(guard, rules));
    engine.setFormService(new GuardedForms(guard));
    engine.setRuntimeService(new GuardedRuntime(palette));
    var deployers = new ArrayList<Deployer>();
    Optional.ofNullable(engine.getCustomPostDeployers()).ifPresent(deployers::addAll);
    deployers.add(deployment -> authors.getObject().note(deployment));
    engine.setCustomPostDeployers(deployers);
    engine.setFilterService(new GuardedFilters());
    engine.setManagementService(new GuardedManagement(engine));
    engine.setEnableExpressionsInStoredQueries(false);
    engine.setEnforceSpecificVariablePermission(true);
    engine.setCommandCheckers(List.of(new KeptDefinitions(), new VariablePermissionChecker()));
    engine.getCustomPreBPMNParseListeners().add(new OwnModels());
    engine
        .getCustomPreBPMNParseListeners()
        .add(
            new AbstractBpmnParseListener() {
              @Override
              public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
                var task = (UserTaskActivityBehavior) activity.getActivityBehavior();
                activity.setActivityBehavior(new FormOnlyUserTask(task.getTaskDecorator()));
                task.getTaskDefinition()
                    .addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, sayWho());
                task.getTaskDefinition()
                    .addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, writeDownWho());
              }
            });
  }

  @Override
  public void postInit(ProcessEngineConfigurationImpl engine) {
    var jobs = engine.getJobExecutor();
    if (jobs != null) {
      jobs.setAcquireJobsCmdFactory(new FitJobs(() -> fitness.getObject().mayTakeJobs(), jobs));
    }
  }

  private void shareJobs(ProcessEngineConfigurationImpl engine) {
    var marks = new SharedJobMarks(this::step, palette::needs);
    engine.getCustomPostBPMNParseListeners().add(marks);
    var sessions = new ArrayList<SessionFactory>();
    Optional.ofNullable(engine.getCustomSessionFactories()).ifPresent(sessions::addAll);
    sessions.add(SharedJobs.factory(marks));
    engine.setCustomSessionFactories(sessions);
  }

  private Optional<Step> step(String name) {
    return palette.isStep(name) ? Optional.of(context.getBean(name, Step.class)) : Optional.empty();
  }

  private boolean isStopping() {
    return context instanceof ConfigurableApplicationContext running && running.isClosed();
  }

  private DefaultDmnEngineConfiguration strictTables() {
    var tables =
        (DefaultDmnEngineConfiguration)
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
    tables.setCustomPostDecisionTableEvaluationListeners(List.of(new StrictAnswers(words)));
    return tables;
  }

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    var database = engine.getProcessEngineConfiguration().getDataSource();
    DueDateIndex.ensure(database);
    PersonHistoryIndex.ensure(database);
  }

  /** Keeps the name of whoever answers, and may, for the steps that act on the answer. */
  private TaskListener writeDownWho() {
    return task -> {
      var person = task.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
      if (person != null && person.getUserId() != null) {
        rules.demand(task, person.getUserId()); // by whatever door it was completed
        answers.getObject().publish((TaskEntity) task, person.getUserId());
        ANSWERED_BY.set(task.getExecution(), person.getUserId());
      }
    };
  }

  /**
   * Shows on every task whom it is about, for as long as the task is there. The variable is not
   * declared, so that no name reaches history.
   */
  private TaskListener sayWho() {
    return task ->
        Step.EMPLOYEE
            .find(task.getExecution())
            .map(employee -> briefing.getObject().about(employee))
            .or(() -> DIRECTORY.find(task.getExecution()).map("Directory %s"::formatted))
            .or(() -> SOURCE.find(task.getExecution()).map("HR source %s"::formatted))
            .ifPresent(who -> WHO.setHere(task, who));
  }
}
