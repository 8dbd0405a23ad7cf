package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.camunda;
import static io.muster.deployment.Xml.isBpmn;

import io.muster.process.TaskForm;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/**
 * Processes, tables and forms, each with the file it is in.
 *
 * @param processes by key
 * @param tables by the id of the decision
 * @param forms by id
 */
record ModelSet(Map<String, Part> processes, Map<String, Part> tables, Map<String, Part> forms) {
  /** One of them, and the file it is in. */
  static final class Part {
    private final String name;
    private final byte[] file;

    Part(String name, byte[] file) {
      this.name = name;
      this.file = file;
    }

    /** The name of the file. */
    String name() {
      return name;
    }

    byte[] file() {
      return file;
    }

    /** The process with this key in the file. */
    Element process(String key) {
      return all(Xml.read(file), "process").stream()
          .filter(process -> process.getAttribute("id").equals(key))
          .findFirst()
          .orElseThrow();
    }
  }

  static ModelSet none() {
    return new ModelSet(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  /** What is in these files, all of which the gate could read. */
  static ModelSet of(Map<String, byte[]> files) {
    var set = none();
    files.forEach(set::add);
    return set;
  }

  void add(String name, byte[] file) {
    var part = new Part(name, file);
    if (name.endsWith(".form")) {
      forms.put(form(file).id(), part);
    } else if (name.endsWith(".dmn") || name.endsWith(".dmn11.xml")) {
      all(Xml.read(file), "decision")
          .forEach(decision -> tables.put(decision.getAttribute("id"), part));
    } else {
      Xml.children(Xml.read(file)).stream()
          .filter(child -> isBpmn(child, "process"))
          .forEach(process -> processes.put(process.getAttribute("id"), part));
    }
  }

  private static TaskForm form(byte[] file) {
    return TaskForm.read(new String(file, StandardCharsets.UTF_8));
  }

  /** The forms as they are read. */
  Map<String, TaskForm> readForms() {
    var read = new HashMap<String, TaskForm>();
    forms.forEach((id, part) -> read.put(id, form(part.file())));
    return read;
  }

  /** The ids of the forms that these processes show. */
  Set<String> shownBy(Set<String> keys) {
    return processes.entrySet().stream()
        .filter(process -> keys.contains(process.getKey()))
        .flatMap(process -> all(process.getValue().process(process.getKey())).stream())
        .map(element -> camunda(element, "formRef"))
        .filter(form -> !form.isEmpty())
        .collect(Collectors.toSet());
  }
}
