package io.muster.deployment;

import java.util.Collection;
import java.util.List;
import org.camunda.bpm.engine.RepositoryService;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells process owners how their bundles stand: what is live, and what was refused and why. */
@RestController
class ModelsController {
  private final Models models;
  private final RepositoryService repository;
  private final WholeView view;

  ModelsController(Models models, RepositoryService repository, WholeView view) {
    this.models = models;
    this.repository = repository;
    this.view = view;
  }

  @GetMapping("/api/models")
  ModelsView models() {
    var processes =
        repository
            .createProcessDefinitionQuery()
            .latestVersion()
            .orderByProcessDefinitionKey()
            .asc()
            .unlimitedList()
            .stream()
            .map(one -> new Live(one.getKey(), one.getVersion(), one.getResourceName()))
            .toList();
    var tables =
        repository
            .createDecisionDefinitionQuery()
            .latestVersion()
            .orderByDecisionDefinitionKey()
            .asc()
            .unlimitedList()
            .stream()
            .map(one -> new Live(one.getKey(), one.getVersion(), one.getResourceName()))
            .toList();
    return new ModelsView(view.of(models::reports), processes, tables);
  }

  /**
   * How the models stand.
   *
   * @param bundles each bundle on this node
   * @param processes the processes that new cases start on
   * @param tables the tables that decide now
   */
  record ModelsView(Collection<BundleReport> bundles, List<Live> processes, List<Live> tables) {}

  /**
   * Something that is live.
   *
   * @param key its id
   * @param version its version
   * @param file the file it came from
   */
  record Live(String key, int version, String file) {}
}
