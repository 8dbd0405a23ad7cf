package io.muster.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.w3c.dom.Element;

/** The diagrams that are live, as they were deployed. */
final class LiveDiagrams {
  private LiveDiagrams() {}

  /** The newest version of each process, by key. */
  static Map<String, Element> all(RepositoryService repository) {
    var live = new HashMap<String, Element>();
    repository
        .createProcessDefinitionQuery()
        .latestVersion()
        .unlimitedList()
        .forEach(
            definition -> {
              try (var model = repository.getProcessModel(definition.getId())) {
                Xml.children(Xml.read(model.readAllBytes())).stream()
                    .filter(child -> Xml.isBpmn(child, "process"))
                    .filter(child -> child.getAttribute("id").equals(definition.getKey()))
                    .forEach(process -> live.put(definition.getKey(), process));
              } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
              }
            });
    return live;
  }
}
