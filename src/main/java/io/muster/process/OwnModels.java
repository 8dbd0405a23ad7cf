package io.muster.process;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * Keeps with each version of a process what that version declares, so that a case is judged by the
 * diagram it began on.
 */
final class OwnModels extends AbstractBpmnParseListener {
  private static final String PROPERTY = "musterOwnDeclarations";

  @Override
  public void parseProcess(Element element, ProcessDefinitionEntity process) {
    process.setProperty(PROPERTY, OwnDeclarations.read(properties(element)));
  }

  /** What a process declares, by its definition. */
  static OwnDeclarations of(@Nullable ProcessDefinitionEntity process) {
    return process != null && process.getProperty(PROPERTY) instanceof OwnDeclarations declared
        ? declared
        : OwnDeclarations.none();
  }

  /** The same by the id of the definition, none if it was deleted; within an engine's command. */
  static OwnDeclarations of(String definition) {
    try {
      return of(
          Context.getProcessEngineConfiguration()
              .getDeploymentCache()
              .findDeployedProcessDefinitionById(definition));
    } catch (NullValueException deleted) {
      return OwnDeclarations.none();
    }
  }

  private static Map<String, String> properties(Element process) {
    var properties = new HashMap<String, String>();
    var extensions = process.element("extensionElements");
    if (extensions != null) {
      for (var block : extensions.elements("properties")) {
        for (var property : block.elements("property")) {
          properties.put(
              String.valueOf(property.attribute("name")),
              String.valueOf(property.attribute("value")));
        }
      }
    }
    return properties;
  }
}
