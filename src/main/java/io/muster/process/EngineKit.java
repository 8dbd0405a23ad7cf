package io.muster.process;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.spring.SpringExpressionManager;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Sets the engine up for us: what expressions see, what history keeps, how failures are treated.
 */
@Component
class EngineKit extends AbstractProcessEnginePlugin {
  private final ApplicationContext context;
  private final ObjectProvider<ProcessVocabulary> vocabularies;

  EngineKit(ApplicationContext context, ObjectProvider<ProcessVocabulary> vocabularies) {
    this.context = context;
    this.vocabularies = vocabularies;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    var beans = new AllowListedBeans(context);
    engine.setBeans(beans);
    engine.setExpressionManager(
        new SpringExpressionManager(context, beans) {
          @Override
          protected ELResolver createElResolver() {
            var chain = new CompositeELResolver();
            chain.add(new DenyReflection());
            chain.add(super.createElResolver());
            return chain;
          }
        });
    engine.setCustomHistoryLevels(List.of(new DeclaredHistory(this::declared)));
    engine.setHistory(DeclaredHistory.NAME);
    engine.setFailedJobCommandFactory(PatientRetry::new);
  }

  private Map<String, Set<String>> declared() {
    return vocabularies.stream()
        .collect(
            Collectors.toMap(
                ProcessVocabulary::key,
                vocabulary ->
                    vocabulary.variables().stream()
                        .map(ProcessVariable::name)
                        .collect(Collectors.toSet())));
  }
}
