package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.children;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;

/** A diagram in the hands of somebody who edits it. */
final class Drawing {
  private final Element definitions;
  private int drawn;

  Drawing(String diagram) {
    definitions = Xml.read(diagram.getBytes(StandardCharsets.UTF_8));
  }

  Element find(String id) {
    return all(definitions).stream()
        .filter(element -> element.getAttribute("id").equals(id))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(id));
  }

  Element process() {
    return all(definitions, "process").get(0);
  }

  List<Element> flowsFrom(String id) {
    return flows("sourceRef", id);
  }

  List<Element> flowsTo(String id) {
    return flows("targetRef", id);
  }

  private List<Element> flows(String end, String id) {
    return all(definitions, "sequenceFlow").stream()
        .filter(flow -> flow.getAttribute(end).equals(id))
        .toList();
  }

  Element flow(String from, String to) {
    return flowsFrom(from).stream()
        .filter(flow -> flow.getAttribute("targetRef").equals(to))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(from + " to " + to));
  }

  /** Takes an element out; what led to it leads to where it led. */
  Drawing drop(String id) {
    var element = find(id);
    var next = flowsFrom(id).get(0).getAttribute("targetRef");
    for (var event : all(definitions, "boundaryEvent")) {
      if (event.getAttribute("attachedToRef").equals(id)) {
        flowsFrom(event.getAttribute("id")).forEach(Drawing::remove);
        remove(event);
      }
    }
    flowsTo(id).forEach(flow -> flow.setAttribute("targetRef", next));
    flowsFrom(id).forEach(Drawing::remove);
    remove(element);
    return this;
  }

  Drawing cut(String from, String to) {
    remove(flow(from, to));
    return this;
  }

  /** The two change places; what hangs on them stays where it hangs. */
  Drawing swap(String one, String other) {
    for (var end : List.of("sourceRef", "targetRef")) {
      var ofOne = flows(end, one);
      var ofOther = flows(end, other);
      ofOne.forEach(flow -> flow.setAttribute(end, other));
      ofOther.forEach(flow -> flow.setAttribute(end, one));
    }
    return this;
  }

  Drawing connect(String from, String to) {
    return connect(from, to, "");
  }

  Drawing connect(String from, String to, String condition) {
    var flow = add(scope(from), "sequenceFlow", "drawn%d".formatted(++drawn), "");
    flow.setAttribute("sourceRef", from);
    flow.setAttribute("targetRef", to);
    condition(flow, condition);
    return this;
  }

  /** Asks something else of a flow. */
  Drawing ask(String from, String to, String condition) {
    condition(flow(from, to), condition);
    return this;
  }

  Drawing lead(String from, String to, String elsewhere) {
    flow(from, to).setAttribute("targetRef", elsewhere);
    return this;
  }

  private static void condition(Element flow, String text) {
    all(flow, "conditionExpression").forEach(Drawing::remove);
    if (!text.isEmpty()) {
      append(flow, Xml.BPMN, "bpmn:conditionExpression").setTextContent(text);
    }
  }

  Drawing set(String id, String attribute, String value) {
    find(id).setAttribute(attribute, value);
    return this;
  }

  Drawing camunda(String id, String attribute, String value) {
    find(id).setAttributeNS(Xml.CAMUNDA, "camunda:" + attribute, value);
    return this;
  }

  Drawing clear(String id, String attribute) {
    find(id).removeAttribute(attribute);
    return this;
  }

  /** Puts an element between two others. */
  Drawing between(String from, String to, Element element) {
    lead(from, to, element.getAttribute("id"));
    return connect(element.getAttribute("id"), to);
  }

  Element add(Element scope, String kind, String id, String name) {
    var element = append(scope, Xml.BPMN, "bpmn:" + kind);
    element.setAttribute("id", id);
    if (!name.isEmpty()) {
      element.setAttribute("name", name);
    }
    return element;
  }

  Element step(Element scope, String id, String name, String bean) {
    var step = add(scope, "serviceTask", id, name);
    step.setAttributeNS(Xml.CAMUNDA, "camunda:asyncBefore", "true");
    step.setAttributeNS(Xml.CAMUNDA, "camunda:delegateExpression", "${%s}".formatted(bean));
    return step;
  }

  Element person(Element scope, String id, String name, String form) {
    var task = add(scope, "userTask", id, name);
    task.setAttributeNS(Xml.CAMUNDA, "camunda:formRef", form);
    task.setAttributeNS(Xml.CAMUNDA, "camunda:formRefBinding", "deployment");
    task.setAttributeNS(Xml.CAMUNDA, "camunda:candidateGroups", "operator");
    return task;
  }

  Element call(Element scope, String id, String name, String called) {
    var call = add(scope, "callActivity", id, name);
    call.setAttribute("calledElement", called);
    call.setAttributeNS(Xml.CAMUNDA, "camunda:asyncBefore", "true");
    extension(call, "in", Map.of("businessKey", "#{execution.processBusinessKey}"));
    extension(call, "in", Map.of("variables", "all"));
    return call;
  }

  Element timer(Element scope, String kind, String id, String name, String duration) {
    var event = add(scope, kind, id, name);
    var timer = add(event, "timerEventDefinition", id + "Timer", "");
    append(timer, Xml.BPMN, "bpmn:timeDuration").setTextContent(duration);
    return event;
  }

  /** An event of this kind: a timer, or something that is sent. */
  Element event(Element scope, String kind, String id, String trigger) {
    var name = "Out of turn: " + id;
    if (trigger.equals("timer")) {
      return timer(scope, kind, id, name, "PT1H");
    }
    var event = add(scope, kind, id, name);
    var definition = add(event, trigger + "EventDefinition", id + "Event", "");
    if (!trigger.equals("error")) {
      var sent = add(definitions, trigger, id + "Sent", id + "Sent");
      definition.setAttribute(trigger + "Ref", sent.getAttribute("id"));
    }
    return event;
  }

  Element boundary(String attachedTo, String id, String trigger) {
    var event = event(scope(attachedTo), "boundaryEvent", id, trigger);
    event.setAttribute("attachedToRef", attachedTo);
    return event;
  }

  Element extension(Element owner, String name, Map<String, String> attributes) {
    var extensions =
        children(owner).stream()
            .filter(child -> Xml.isBpmn(child, "extensionElements"))
            .findFirst()
            .orElseGet(() -> first(owner));
    var element = append(extensions, Xml.CAMUNDA, "camunda:" + name);
    attributes.forEach(element::setAttribute);
    return element;
  }

  Drawing parameter(String id, String kind, String name, String value) {
    var mapping =
        all(find(id), "inputOutput").stream()
            .findFirst()
            .orElseGet(() -> extension(find(id), "inputOutput", Map.of()));
    var parameter = append(mapping, Xml.CAMUNDA, "camunda:" + kind);
    parameter.setAttribute("name", name);
    parameter.setTextContent(value);
    return this;
  }

  Element scope(String id) {
    return (Element) find(id).getParentNode();
  }

  static void remove(Element element) {
    element.getParentNode().removeChild(element);
  }

  private static Element first(Element owner) {
    var element = append(owner, Xml.BPMN, "bpmn:extensionElements");
    owner.insertBefore(element, owner.getFirstChild());
    return element;
  }

  static Element append(Element owner, String namespace, String name) {
    var element = owner.getOwnerDocument().createElementNS(namespace, name);
    owner.appendChild(element);
    return element;
  }

  @Override
  public String toString() {
    try {
      var text = new StringWriter();
      TransformerFactory.newDefaultInstance()
          .newTransformer()
          .transform(new DOMSource(definitions), new StreamResult(text));
      return text.toString();
    } catch (TransformerException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
